-- What was filed at each submission, so that it can be read again, and how the company answered the return before it.
ALTER TABLE submissions ADD COLUMN filed TEXT;
ALTER TABLE submissions ADD COLUMN answers TEXT NOT NULL DEFAULT '[]';

-- The other side's name, for earlier applications about the same counterparty.
ALTER TABLE filings ADD COLUMN counterparty_name TEXT;
UPDATE filings SET counterparty_name = json_extract(contract, CASE direction WHEN 'import' THEN '$.supplier.name' ELSE '$.recipient.name' END)
    WHERE direction IS NOT NULL;
CREATE INDEX filings_by_counterparty ON filings (counterparty_name, id);

-- The submission that a member of staff last looked at.
CREATE TABLE filing_looks (
    user_id TEXT NOT NULL REFERENCES users (id),
    filing_id TEXT NOT NULL REFERENCES filings (id) ON DELETE CASCADE,
    submission INTEGER NOT NULL,
    digest TEXT NOT NULL,
    seen_at TIMESTAMP NOT NULL,
    PRIMARY KEY (user_id, filing_id)
);
CREATE INDEX filing_looks_by_filing ON filing_looks (filing_id);

-- Notes of the desk for itself, never shown to the company.
CREATE TABLE notes (
    id TEXT NOT NULL PRIMARY KEY,
    filing_id TEXT NOT NULL REFERENCES filings (id) ON DELETE CASCADE,
    author_id TEXT NOT NULL REFERENCES users (id),
    text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX notes_by_filing ON notes (filing_id, id);
CREATE INDEX notes_by_author ON notes (author_id);

-- What the company and the desk write to each other about an application.
CREATE TABLE messages (
    id TEXT NOT NULL PRIMARY KEY,
    filing_id TEXT NOT NULL REFERENCES filings (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('company', 'desk')),
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX messages_by_filing ON messages (filing_id, id);

-- The library of reasons for a return. A change adds a version; the newest one counts.
CREATE TABLE return_reasons (
    code TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    pointer TEXT,
    document TEXT,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    text_zh TEXT NOT NULL,
    text_en TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    changed_at TIMESTAMP NOT NULL,
    changed_by TEXT,
    PRIMARY KEY (code, version)
);

-- One row an item of a return, for the statistics of reasons.
CREATE TABLE return_items (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT,
    pointer TEXT,
    document TEXT,
    desk_code TEXT NOT NULL REFERENCES desks (code),
    month TEXT NOT NULL,
    PRIMARY KEY (filing_id, number, position)
);
CREATE INDEX return_items_by_desk ON return_items (desk_code, month);
