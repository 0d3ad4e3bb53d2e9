-- The whole first schema. Text ids are lower-case UUIDv7; times are UTC; JSON is text; hashes are 32 bytes.

CREATE TABLE companies (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    credit_code TEXT NOT NULL UNIQUE,
    district TEXT NOT NULL,
    ownership TEXT NOT NULL,
    address TEXT,
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'suspended')),
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    approved_at TIMESTAMP,
    approved_by TEXT
);
CREATE INDEX companies_by_status ON companies (status, id);

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT,
    role TEXT NOT NULL,
    company_id TEXT REFERENCES companies (id),
    password_hash TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    created_at TIMESTAMP NOT NULL,
    CHECK ((role = 'company') = (company_id IS NOT NULL))
);
CREATE INDEX users_by_company ON users (company_id);

CREATE TABLE desks (
    code TEXT NOT NULL PRIMARY KEY,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    powers TEXT NOT NULL,
    position INTEGER NOT NULL
);

CREATE TABLE user_desks (
    user_id TEXT NOT NULL REFERENCES users (id),
    desk_code TEXT NOT NULL REFERENCES desks (code),
    PRIMARY KEY (user_id, desk_code)
);
CREATE INDEX user_desks_by_desk ON user_desks (desk_code);

-- One row a sign-in: a family of refresh tokens, of which only the digest of the newest is kept.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    refresh_digest TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP,
    revoked_because TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE partners (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,
    company_id TEXT REFERENCES companies (id),
    status TEXT NOT NULL CHECK (status IN ('active', 'disabled')),
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX partners_by_company ON partners (company_id);

CREATE TABLE partner_secrets (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    digest TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX partner_secrets_by_partner ON partner_secrets (partner_id);

CREATE TABLE routing_tables (
    version INTEGER NOT NULL PRIMARY KEY,
    rules TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    created_by TEXT
);

CREATE TABLE reference_sets (
    name TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    content TEXT NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    loaded_by TEXT
);

CREATE TABLE contracts (
    id TEXT NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    company_id TEXT NOT NULL REFERENCES companies (id),
    status TEXT NOT NULL CHECK (status IN ('in_force', 'suspended', 'terminated')),
    version INTEGER NOT NULL,
    direction TEXT NOT NULL,
    name TEXT NOT NULL,
    counterparty_country TEXT NOT NULL,
    valid_until DATE NOT NULL,
    certificate_number TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL
);
CREATE INDEX contracts_by_company ON contracts (company_id, id);

CREATE TABLE filings (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    version INTEGER NOT NULL,
    company_id TEXT NOT NULL REFERENCES companies (id),
    contract TEXT NOT NULL,
    contract_number TEXT,
    contract_name TEXT,
    direction TEXT,
    counterparty_country TEXT,
    industry TEXT,
    desk_code TEXT REFERENCES desks (code),
    routing TEXT,
    warnings INTEGER NOT NULL,
    catalogue_hit BOOLEAN NOT NULL,
    claimed_by TEXT REFERENCES users (id),
    recommendation TEXT,
    recommended_by TEXT REFERENCES users (id),
    decision TEXT,
    decided_by TEXT REFERENCES users (id),
    contract_id TEXT REFERENCES contracts (id),
    certificate_number TEXT,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    submitted_at TIMESTAMP,
    -- Set only while an answer is due: the index of the queue. The clock itself is computed from the journal.
    due_on DATE,
    CONSTRAINT filings_four_eyes CHECK (
        (decided_by IS NULL OR recommended_by IS NULL OR decided_by <> recommended_by)
        AND (status NOT IN ('registered', 'refused') OR (decided_by IS NOT NULL AND recommended_by IS NOT NULL))
    )
);
CREATE INDEX filings_by_company ON filings (company_id, id);
CREATE INDEX filings_by_desk ON filings (desk_code, due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX filings_by_due ON filings (due_on, id) WHERE due_on IS NOT NULL;
CREATE INDEX filings_by_contract_number ON filings (contract_number);
CREATE INDEX filings_by_contract ON filings (contract_id);
CREATE INDEX filings_by_claimant ON filings (claimed_by);
CREATE INDEX filings_by_recommender ON filings (recommended_by);
CREATE INDEX filings_by_decider ON filings (decided_by);

CREATE TABLE attachments (
    id TEXT NOT NULL PRIMARY KEY,
    filing_id TEXT NOT NULL REFERENCES filings (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    uploaded_by TEXT NOT NULL,
    uploaded_at TIMESTAMP NOT NULL
);
CREATE INDEX attachments_by_filing ON attachments (filing_id, id);

CREATE TABLE submissions (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    number INTEGER NOT NULL,
    submitted_by TEXT NOT NULL,
    submitted_at TIMESTAMP NOT NULL,
    reasons TEXT NOT NULL,
    findings TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (filing_id, number)
);

CREATE TABLE corrections (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    number INTEGER NOT NULL,
    items TEXT NOT NULL,
    returned_by TEXT NOT NULL,
    returned_at TIMESTAMP NOT NULL,
    PRIMARY KEY (filing_id, number)
);

CREATE TABLE contract_versions (
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    version INTEGER NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    contract TEXT NOT NULL,
    registered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (contract_id, version)
);
CREATE INDEX contract_versions_by_filing ON contract_versions (filing_id);

CREATE TABLE certificates (
    number TEXT NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    version INTEGER NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    status TEXT NOT NULL CHECK (status IN ('valid', 'superseded', 'revoked')),
    credential TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    valid_until DATE NOT NULL
);
CREATE INDEX certificates_by_contract ON certificates (contract_id, version);
CREATE INDEX certificates_by_filing ON certificates (filing_id);
CREATE INDEX certificates_by_company ON certificates (company_id);

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
    days_to_register INTEGER NOT NULL
);

CREATE TABLE journal (
    seq BIGINT NOT NULL PRIMARY KEY,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    leaf BLOB NOT NULL
);
CREATE INDEX journal_by_subject ON journal (subject, seq);

-- One row: the right edge of the Merkle tree. Locking it orders all commits.
CREATE TABLE journal_frontier (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size BIGINT NOT NULL,
    nodes BLOB NOT NULL
);

-- Roots of complete subtrees of 256^level leaves, so that a proof never reads the whole log.
CREATE TABLE journal_tiles (
    level INTEGER NOT NULL,
    position BIGINT NOT NULL,
    root BLOB NOT NULL,
    PRIMARY KEY (level, position)
);

CREATE TABLE journal_heads (
    tree_size BIGINT NOT NULL PRIMARY KEY,
    root BLOB NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    key_id TEXT NOT NULL,
    signature TEXT NOT NULL
);

CREATE TABLE consumers (
    name TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    leased_by TEXT,
    leased_until TIMESTAMP
);

CREATE TABLE dead_letters (
    consumer TEXT NOT NULL,
    seq BIGINT NOT NULL,
    error TEXT NOT NULL,
    failed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (consumer, seq)
);

CREATE TABLE idempotency_keys (
    scope TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (scope, route, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
