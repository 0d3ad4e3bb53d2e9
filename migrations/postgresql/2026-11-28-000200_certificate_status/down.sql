DROP TABLE certificate_checks;
DROP INDEX certificates_by_status_index;
ALTER TABLE certificates DROP COLUMN status_index;
UPDATE certificates SET status = 'superseded' WHERE status = 'reissued';
ALTER TABLE certificates DROP CONSTRAINT certificates_status_check;
ALTER TABLE certificates ADD CHECK (status IN ('valid', 'superseded', 'revoked'));
