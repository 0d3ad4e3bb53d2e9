-- The research centre: what registered events are made of in the figures, the facts that follow, what was found odd, cited,
-- published and released.

-- Facts are derived: they are made anew from the particulars, from the beginning of the journal.
DROP TABLE facts;
CREATE TABLE facts (
    seq BIGINT NOT NULL,
    -- 0: taken away where the contract was; 1: added, or changed in place.
    part INTEGER NOT NULL,
    contract_id TEXT NOT NULL,
    -- domain::statistics::Fact as JSON, in its one spelling.
    body TEXT NOT NULL,
    PRIMARY KEY (seq, part)
);
CREATE INDEX facts_by_contract ON facts (contract_id, seq);
DELETE FROM dead_letters WHERE consumer = 'facts';
UPDATE consumers SET seq = 0, attempts = 0 WHERE name = 'facts';

-- domain::statistics::Particulars of each registered event, written with the decision and never changed. The journal entry
-- commits to their SHA-256; entries from before this table name none.
CREATE TABLE particulars (
    seq BIGINT NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL,
    body TEXT NOT NULL
);

-- Editions of the reference sets whose past ones decide what figures were and are: rates, strategic fields. Number 0 shipped.
CREATE TABLE reference_editions (
    name TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- The journal entry that loaded it; facts and answers after it use it. 0 for what shipped.
    loaded_seq BIGINT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    content TEXT NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (name, number)
);

-- Grows when facts that were there have changed, so that whoever holds them in memory reads them anew.
CREATE TABLE research_generation (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    number BIGINT NOT NULL
);
INSERT INTO research_generation (id, number) VALUES (1, 0);

-- Items of returns, by month and desk of the return.
CREATE TABLE return_facts (
    seq BIGINT NOT NULL,
    item INTEGER NOT NULL,
    month TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- A code of the library of reasons; none where the desk wrote its own words.
    reason TEXT,
    PRIMARY KEY (seq, item)
);

-- Questions with the moment and the digest of their answer, for citation.
CREATE TABLE permalinks (
    id TEXT NOT NULL PRIMARY KEY,
    -- The question in its one spelling.
    question TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('cleared', 'protected')),
    digest TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);

-- Views of the figures that people keep; the shared ones are for everyone who may research.
CREATE TABLE research_views (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    -- The query of the address, and how it is drawn; JSON.
    question TEXT NOT NULL,
    shared BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX research_views_by_owner ON research_views (owner_id, id);

-- Briefs, reports and notices that were published. The paper is typeset on demand from figures that must have this digest.
CREATE TABLE publications (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('monthly_brief', 'yearly_report', 'quality_notice')),
    -- `2026-10` or `2026`.
    period TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('cleared', 'protected')),
    as_of BIGINT NOT NULL,
    digest TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    UNIQUE (kind, period, audience)
);

-- Versions of the open data sets, each with what changed against the one before.
CREATE TABLE open_versions (
    dataset TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- The last closed period it holds: `2026` or `2026-10`.
    period TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    -- Canonical text of the question at that time.
    question TEXT NOT NULL,
    -- SHA-256 of its CSV.
    digest TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    -- JSON: rows added, removed, changed; whether policy or question changed.
    changes TEXT NOT NULL,
    released_at TIMESTAMP NOT NULL,
    PRIMARY KEY (dataset, number)
);

-- What a detector found odd about a registered event, with its evidence. What came of it stands in its verification case.
CREATE TABLE data_findings (
    id TEXT NOT NULL PRIMARY KEY,
    detector TEXT NOT NULL,
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    -- The journal entry of the event that it is about.
    seq BIGINT NOT NULL,
    -- The month of that entry, and the desk that registered it: notices are counted by them.
    month TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    evidence TEXT NOT NULL,
    as_of BIGINT NOT NULL,
    found_at TIMESTAMP NOT NULL,
    UNIQUE (detector, contract_id, seq)
);
CREATE INDEX data_findings_by_contract ON data_findings (contract_id);
CREATE INDEX data_findings_by_month ON data_findings (month, desk_code);

-- A case may begin as a proposal of the research centre: the desk asks the company or dismisses it.
CREATE TABLE verification_cases_anew (
    id TEXT NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    origin TEXT NOT NULL CHECK (origin IN ('desk', 'research', 'inspection')),
    status TEXT NOT NULL CHECK (status IN ('proposed', 'asked', 'answered', 'confirmed', 'corrected', 'reported')),
    version INTEGER NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    answer_due_on DATE,
    closed_at TIMESTAMP,
    -- What it is about, where a detector found it.
    finding_id TEXT REFERENCES data_findings (id)
);
INSERT INTO verification_cases_anew (id, contract_id, company_id, origin, status, version, opened_at, answer_due_on, closed_at)
SELECT id, contract_id, company_id, origin, status, version, opened_at, answer_due_on, closed_at FROM verification_cases;
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
SELECT case_id, number, step, text, taken_by, taken_at FROM verification_steps;
DROP TABLE verification_steps;
DROP TABLE verification_cases;
-- Renaming carries the reference of the steps along.
ALTER TABLE verification_cases_anew RENAME TO verification_cases;
ALTER TABLE verification_steps_anew RENAME TO verification_steps;
CREATE INDEX verification_cases_by_company ON verification_cases (company_id, id);
CREATE INDEX verification_cases_by_status ON verification_cases (status, id);
CREATE INDEX verification_cases_by_contract ON verification_cases (contract_id);
CREATE UNIQUE INDEX verification_cases_by_finding ON verification_cases (finding_id);
