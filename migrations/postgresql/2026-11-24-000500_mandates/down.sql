DROP INDEX filings_by_mandate;
ALTER TABLE filings DROP COLUMN mandate_id;
DROP TABLE mandate_filings;
DROP TABLE mandates;
