ALTER TABLE facts DROP COLUMN moved_from;
DROP INDEX filings_one_open;
ALTER TABLE filings DROP COLUMN base_version;
ALTER TABLE filings DROP COLUMN request;
