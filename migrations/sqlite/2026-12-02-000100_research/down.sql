-- Proposals were known to no company.
CREATE TABLE verification_cases_anew (
    id TEXT NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    origin TEXT NOT NULL CHECK (origin IN ('desk', 'research', 'inspection')),
    status TEXT NOT NULL CHECK (status IN ('asked', 'answered', 'confirmed', 'corrected', 'reported')),
    version INTEGER NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    answer_due_on DATE,
    closed_at TIMESTAMP
);
INSERT INTO verification_cases_anew (id, contract_id, company_id, origin, status, version, opened_at, answer_due_on, closed_at)
SELECT id, contract_id, company_id, origin, status, version, opened_at, answer_due_on, closed_at FROM verification_cases
WHERE status <> 'proposed';
CREATE TABLE verification_steps_anew (
    case_id TEXT NOT NULL REFERENCES verification_cases_anew (id),
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, number)
);
INSERT INTO verification_steps_anew (case_id, number, step, text, taken_by, taken_at)
SELECT case_id, number, step, text, taken_by, taken_at FROM verification_steps
WHERE case_id IN (SELECT id FROM verification_cases_anew);
DROP TABLE verification_steps;
DROP TABLE verification_cases;
-- Renaming carries the reference of the steps along.
ALTER TABLE verification_cases_anew RENAME TO verification_cases;
ALTER TABLE verification_steps_anew RENAME TO verification_steps;
CREATE INDEX verification_cases_by_company ON verification_cases (company_id, id);
CREATE INDEX verification_cases_by_status ON verification_cases (status, id);
CREATE INDEX verification_cases_by_contract ON verification_cases (contract_id);
DROP TABLE data_findings;
DROP TABLE open_versions;
DROP TABLE publications;
DROP TABLE research_views;
DROP TABLE permalinks;
DROP TABLE return_facts;
DROP TABLE research_generation;
DROP TABLE reference_editions;
DROP TABLE particulars;
DROP TABLE facts;
CREATE TABLE facts (
    seq BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    registered_on DATE NOT NULL,
    direction TEXT NOT NULL,
    district TEXT NOT NULL,
    country TEXT NOT NULL,
    industry TEXT NOT NULL,
    legal_type TEXT NOT NULL,
    mode TEXT NOT NULL,
    payment_mode TEXT NOT NULL,
    ownership TEXT NOT NULL,
    related_parties BOOLEAN NOT NULL,
    contracts INTEGER NOT NULL,
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL,
    rate_month TEXT,
    amount_usd_cents BIGINT NOT NULL,
    technology_fee_usd_cents BIGINT NOT NULL,
    royalty_rate_millionths BIGINT,
    days_to_register INTEGER NOT NULL,
    moved_from TEXT
);
DELETE FROM dead_letters WHERE consumer = 'facts';
UPDATE consumers SET seq = 0, attempts = 0 WHERE name = 'facts';
