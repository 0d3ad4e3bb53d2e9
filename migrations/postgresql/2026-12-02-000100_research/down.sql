-- Proposals were known to no company.
DELETE FROM verification_steps WHERE case_id IN (SELECT id FROM verification_cases WHERE status = 'proposed');
DELETE FROM verification_cases WHERE status = 'proposed';
DROP INDEX verification_cases_by_finding;
ALTER TABLE verification_cases DROP COLUMN finding_id;
ALTER TABLE verification_cases DROP CONSTRAINT verification_cases_status_check;
ALTER TABLE verification_cases ADD CONSTRAINT verification_cases_status_check CHECK (status IN ('asked', 'answered', 'confirmed', 'corrected', 'reported'));
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
