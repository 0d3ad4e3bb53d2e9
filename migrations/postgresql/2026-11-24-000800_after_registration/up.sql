-- Duties by the clock and after registration: the licence channel, spot checks, data verification, reminders, service figures.

-- A referred application on its way through the licence channel of the province.
CREATE TABLE referrals (
    filing_id TEXT NOT NULL PRIMARY KEY REFERENCES filings (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    desk_code TEXT NOT NULL REFERENCES desks (code),
    direction TEXT NOT NULL,
    route TEXT NOT NULL CHECK (route IN ('separate', 'combined')),
    -- Whether the IP security review applies; none while nobody has settled it.
    ip_review BOOLEAN,
    status TEXT NOT NULL CHECK (status IN ('open', 'licensed', 'refused', 'free_class')),
    version INTEGER NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    closed_at TIMESTAMP,
    -- The application that took its place when the technology turned out to be free.
    successor_id TEXT
);
CREATE INDEX referrals_by_desk ON referrals (desk_code, filing_id);
CREATE INDEX referrals_by_company ON referrals (company_id, filing_id);

CREATE TABLE referral_steps (
    filing_id TEXT NOT NULL REFERENCES referrals (filing_id),
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    happened_on DATE NOT NULL,
    reference TEXT,
    note TEXT,
    recorded_by TEXT NOT NULL REFERENCES users (id),
    recorded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (filing_id, number)
);
CREATE INDEX referral_steps_by_recorder ON referral_steps (recorded_by);

-- Random spot checks: announced first, drawn with the first signed head of the journal after the announcement.
CREATE TABLE drawings (
    id TEXT NOT NULL PRIMARY KEY,
    desk_code TEXT REFERENCES desks (code),
    from_on DATE NOT NULL,
    to_on DATE NOT NULL,
    filings INTEGER NOT NULL,
    inspectors INTEGER NOT NULL,
    announced_by TEXT NOT NULL REFERENCES users (id),
    announced_at TIMESTAMP NOT NULL,
    tree_size BIGINT,
    root TEXT,
    seed TEXT,
    drawn_on DATE,
    -- What was drawn from: the inspectors as JSON, and of the applications their number and digest.
    pool TEXT,
    population INTEGER,
    population_digest TEXT
);
CREATE INDEX drawings_by_desk ON drawings (desk_code);
CREATE INDEX drawings_by_announcer ON drawings (announced_by);

CREATE TABLE inspections (
    id TEXT NOT NULL PRIMARY KEY,
    drawing_id TEXT NOT NULL REFERENCES drawings (id),
    position INTEGER NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    certificate_number TEXT NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    inspectors TEXT NOT NULL,
    excluded TEXT NOT NULL,
    result TEXT CHECK (result IN ('clean', 'problems', 'unreachable')),
    report TEXT,
    reported_by TEXT REFERENCES users (id),
    reported_at TIMESTAMP
);
CREATE INDEX inspections_by_drawing ON inspections (drawing_id, position);
CREATE INDEX inspections_by_filing ON inspections (filing_id);
CREATE INDEX inspections_by_company ON inspections (company_id);
CREATE INDEX inspections_by_reporter ON inspections (reported_by);
CREATE INDEX certificates_by_issue ON certificates (issued_at);

-- Data verification: a question about a registered contract, until it is confirmed, corrected or reported.
CREATE TABLE verification_cases (
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
CREATE INDEX verification_cases_by_company ON verification_cases (company_id, id);
CREATE INDEX verification_cases_by_status ON verification_cases (status, id);
CREATE INDEX verification_cases_by_contract ON verification_cases (contract_id);

CREATE TABLE verification_steps (
    case_id TEXT NOT NULL REFERENCES verification_cases (id),
    number INTEGER NOT NULL,
    step TEXT NOT NULL,
    text TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    taken_at TIMESTAMP NOT NULL,
    PRIMARY KEY (case_id, number)
);

-- One digest a person and day; mailed from the journal.
CREATE TABLE reminders (
    user_id TEXT NOT NULL REFERENCES users (id),
    on_day DATE NOT NULL,
    made_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, on_day)
);

-- Which decisions are counted in the service figures, and the figures: filings by month, desk and working days.
CREATE TABLE service_facts (
    seq BIGINT NOT NULL PRIMARY KEY,
    month TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    on_time BOOLEAN NOT NULL,
    returns INTEGER NOT NULL
);
CREATE TABLE service_counts (
    month TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    working_days INTEGER NOT NULL,
    on_time BOOLEAN NOT NULL,
    returned BOOLEAN NOT NULL,
    filings INTEGER NOT NULL,
    PRIMARY KEY (month, desk_code, working_days, on_time, returned)
);
