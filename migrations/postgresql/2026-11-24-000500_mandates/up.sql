-- What a company lets an agent do for it: all filings, one kind of them, or those about one contract; until a day.
CREATE TABLE mandates (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    agent_id TEXT NOT NULL REFERENCES companies (id),
    kind TEXT,
    contract_id TEXT REFERENCES contracts (id),
    ends_on DATE NOT NULL,
    given_by TEXT NOT NULL REFERENCES users (id),
    given_at TIMESTAMP NOT NULL,
    ended_by TEXT REFERENCES users (id),
    ended_at TIMESTAMP,
    CONSTRAINT mandates_of_another CHECK (company_id <> agent_id),
    CONSTRAINT mandates_of_one_scope CHECK (kind IS NULL OR contract_id IS NULL)
);
CREATE INDEX mandates_by_company ON mandates (company_id, id);
CREATE INDEX mandates_by_agent ON mandates (agent_id, id);
CREATE INDEX mandates_by_contract ON mandates (contract_id);
CREATE INDEX mandates_by_giver ON mandates (given_by);
CREATE INDEX mandates_by_ender ON mandates (ended_by);

-- Which applications were touched under a mandate; what was done stands in the journal. A deleted draft stays listed.
CREATE TABLE mandate_filings (
    mandate_id TEXT NOT NULL REFERENCES mandates (id),
    filing_id TEXT NOT NULL,
    PRIMARY KEY (mandate_id, filing_id)
);

-- The mandate under which an application was begun, or last submitted.
ALTER TABLE filings ADD COLUMN mandate_id TEXT REFERENCES mandates (id);
CREATE INDEX filings_by_mandate ON filings (mandate_id);
