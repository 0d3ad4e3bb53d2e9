-- A company's application for one contract: by the number alone, or by the company alone, all its others were read for each row of a
-- workbook.
DROP INDEX filings_by_contract_number;
CREATE INDEX filings_by_contract_number ON filings (contract_number, company_id);
