-- Each certificate has a place in the status list; one that was lost and issued anew is told from one that was superseded.
CREATE TABLE certificates_anew (
    number TEXT NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    version INTEGER NOT NULL,
    filing_id TEXT NOT NULL REFERENCES filings (id),
    company_id TEXT NOT NULL REFERENCES companies (id),
    status TEXT NOT NULL CHECK (status IN ('valid', 'superseded', 'reissued', 'revoked')),
    credential TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    issued_at TIMESTAMP NOT NULL,
    valid_until DATE NOT NULL,
    status_index BIGINT NOT NULL
);
INSERT INTO certificates_anew
SELECT number, contract_id, version, filing_id, company_id, status, credential, desk_code, issued_at, valid_until,
    ROW_NUMBER() OVER (ORDER BY issued_at, number) - 1
FROM certificates;
DROP TABLE certificates;
ALTER TABLE certificates_anew RENAME TO certificates;
CREATE INDEX certificates_by_contract ON certificates (contract_id, version);
CREATE INDEX certificates_by_filing ON certificates (filing_id);
CREATE INDEX certificates_by_company ON certificates (company_id);
CREATE INDEX certificates_by_issue ON certificates (issued_at);
CREATE UNIQUE INDEX certificates_by_status_index ON certificates (status_index);

-- How often a certificate was checked, by whom and how: for its holder. Counted by the hour; nobody's name or address is kept.
CREATE TABLE certificate_checks (
    certificate_number TEXT NOT NULL REFERENCES certificates (number),
    hour TIMESTAMP NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('public', 'partner', 'company', 'centre')),
    way TEXT NOT NULL CHECK (way IN ('number', 'credential')),
    checks BIGINT NOT NULL,
    PRIMARY KEY (certificate_number, hour, party, way)
);
