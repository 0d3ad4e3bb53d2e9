-- Files of national and neighbouring systems that were compared with the register, and what the comparison found. Rows are added and
-- never changed; the register is not touched by them.
CREATE TABLE exchange_imports (
    id TEXT NOT NULL PRIMARY KEY,
    counterpart TEXT NOT NULL,
    mapping_version TEXT NOT NULL,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    differing INTEGER NOT NULL,
    ours_only INTEGER NOT NULL,
    theirs_only INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    -- What was found, contract by contract; JSON.
    report TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TIMESTAMP NOT NULL
);
CREATE INDEX exchange_imports_by_counterpart ON exchange_imports (counterpart, id);
