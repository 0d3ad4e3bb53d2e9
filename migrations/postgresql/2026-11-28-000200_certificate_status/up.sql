-- Each certificate has a place in the status list; one that was lost and issued anew is told from one that was superseded.
ALTER TABLE certificates DROP CONSTRAINT certificates_status_check;
ALTER TABLE certificates ADD CHECK (status IN ('valid', 'superseded', 'reissued', 'revoked'));
ALTER TABLE certificates ADD COLUMN status_index BIGINT;
UPDATE certificates SET status_index = place - 1
FROM (SELECT number AS known, ROW_NUMBER() OVER (ORDER BY issued_at, number) AS place FROM certificates) AS placed
WHERE number = known;
ALTER TABLE certificates ALTER COLUMN status_index SET NOT NULL;
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
