-- Papers on their way: which parts have arrived. One that nobody goes on with is swept after a day, also when its draft was
-- deleted meanwhile; so it names the application without a key.
CREATE TABLE uploads (
    id TEXT NOT NULL PRIMARY KEY,
    filing_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    file_name TEXT NOT NULL,
    size BIGINT NOT NULL,
    received BIGINT NOT NULL,
    parts TEXT NOT NULL,
    attachment_id TEXT,
    begun_by TEXT NOT NULL,
    touched_at TIMESTAMP NOT NULL,
    CONSTRAINT uploads_within_size CHECK (received >= 0 AND received <= size)
);
CREATE INDEX uploads_by_filing ON uploads (filing_id);
CREATE INDEX uploads_by_touch ON uploads (touched_at);
