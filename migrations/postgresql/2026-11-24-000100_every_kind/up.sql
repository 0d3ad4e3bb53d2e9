-- What is asked for besides the contract (reason, later royalty base, closure, reissue), and the version it starts from.
ALTER TABLE filings ADD COLUMN request TEXT NOT NULL DEFAULT '{}';
ALTER TABLE filings ADD COLUMN base_version INTEGER;
-- One application under way at a time for a contract of the register.
CREATE UNIQUE INDEX filings_one_open ON filings (contract_id) WHERE status = 'submitted' OR status = 'in_review' OR status = 'returned' OR status = 'recommended';
-- Where an amendment moves a contract from in the figures: what is taken away there, as JSON.
ALTER TABLE facts ADD COLUMN moved_from TEXT;
