DROP TABLE certificate_checks;
CREATE TABLE certificates_before (
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
INSERT INTO certificates_before
SELECT number, contract_id, version, filing_id, company_id,
    CASE status WHEN 'reissued' THEN 'superseded' ELSE status END, credential, desk_code, issued_at, valid_until
FROM certificates;
DROP TABLE certificates;
ALTER TABLE certificates_before RENAME TO certificates;
CREATE INDEX certificates_by_contract ON certificates (contract_id, version);
CREATE INDEX certificates_by_filing ON certificates (filing_id);
CREATE INDEX certificates_by_company ON certificates (company_id);
CREATE INDEX certificates_by_issue ON certificates (issued_at);
