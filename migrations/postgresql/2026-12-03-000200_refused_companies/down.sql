ALTER TABLE companies DROP COLUMN status_reason;
DROP INDEX companies_by_credit_code;
-- Who was refused may not file, and holds no code.
UPDATE companies SET credit_code = credit_code || ' ' || id, status = 'suspended' WHERE status = 'rejected';
ALTER TABLE companies ADD CONSTRAINT companies_credit_code_key UNIQUE (credit_code);
ALTER TABLE companies DROP CONSTRAINT companies_status_check;
ALTER TABLE companies ADD CONSTRAINT companies_status_check CHECK (status IN ('pending', 'approved', 'suspended'));
