-- The centre refuses who signed up in a company's name, says why, and leaves the credit code to the true company.
-- SQLite changes no constraint of a table: it is made anew, and who refers to it is asked about at the end of the transaction.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE companies_before AS SELECT * FROM companies;
DROP TABLE companies;
CREATE TABLE companies (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    credit_code TEXT NOT NULL,
    district TEXT NOT NULL,
    ownership TEXT NOT NULL,
    address TEXT,
    status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'suspended', 'rejected')),
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    approved_at TIMESTAMP,
    approved_by TEXT,
    -- Why it was refused or suspended, in words that it reads.
    status_reason TEXT
);
INSERT INTO companies (id, name, credit_code, district, ownership, address, status, version, created_at, approved_at, approved_by)
SELECT id, name, credit_code, district, ownership, address, status, version, created_at, approved_at, approved_by
FROM companies_before;
DROP TABLE companies_before;
CREATE INDEX companies_by_status ON companies (status, id);
CREATE UNIQUE INDEX companies_by_credit_code ON companies (credit_code) WHERE status <> 'rejected';
