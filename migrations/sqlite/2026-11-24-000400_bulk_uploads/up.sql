-- Workbooks with many applications. The rows that became drafts are counted in each draft's own transaction.
CREATE TABLE bulk_uploads (
    id TEXT NOT NULL PRIMARY KEY,
    company_id TEXT NOT NULL REFERENCES companies (id),
    agent_id TEXT REFERENCES companies (id),
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    drafted INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'done')),
    -- What was said of each row, and the cells of those that were not taken; JSON, null while running.
    result TEXT,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP
);
CREATE INDEX bulk_uploads_by_company ON bulk_uploads (company_id, id);
CREATE INDEX bulk_uploads_by_agent ON bulk_uploads (agent_id, id);
