-- The centre refuses who signed up in a company's name, says why, and leaves the credit code to the true company.
ALTER TABLE companies DROP CONSTRAINT companies_status_check;
ALTER TABLE companies ADD CONSTRAINT companies_status_check CHECK (status IN ('pending', 'approved', 'suspended', 'rejected'));
ALTER TABLE companies DROP CONSTRAINT companies_credit_code_key;
CREATE UNIQUE INDEX companies_by_credit_code ON companies (credit_code) WHERE status <> 'rejected';
-- Why it was refused or suspended, in words that it reads.
ALTER TABLE companies ADD COLUMN status_reason TEXT;
