DROP TABLE return_items;
DROP TABLE return_reasons;
DROP TABLE messages;
DROP TABLE notes;
DROP TABLE filing_looks;
DROP INDEX filings_by_counterparty;
ALTER TABLE filings DROP COLUMN counterparty_name;
ALTER TABLE submissions DROP COLUMN answers;
ALTER TABLE submissions DROP COLUMN filed;
