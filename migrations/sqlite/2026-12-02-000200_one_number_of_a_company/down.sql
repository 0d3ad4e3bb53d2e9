DROP INDEX filings_by_contract_number;
CREATE INDEX filings_by_contract_number ON filings (contract_number);
