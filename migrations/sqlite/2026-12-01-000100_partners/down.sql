DROP TABLE partner_uses;
ALTER TABLE partner_secrets DROP COLUMN hint;
ALTER TABLE partners DROP COLUMN version;
ALTER TABLE partners DROP COLUMN disabled_by;
ALTER TABLE partners DROP COLUMN contact_email;
ALTER TABLE partners DROP COLUMN body;
