-- Who is told of an entry of the journal, written with it: 'company:<id>' or 'partner:<id>'. A reader's feed is one range of it.
CREATE TABLE journal_audience (
    audience TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (audience, seq)
);
CREATE INDEX journal_audience_by_seq ON journal_audience (seq);
CREATE INDEX filings_by_company_updated ON filings (company_id, updated_at, id);

-- The entries that are there already. Applications: their company; of a draft that was deleted, the one that began it.
INSERT INTO journal_audience (audience, seq)
SELECT DISTINCT 'company:' || coalesce(f.company_id, json_extract(c.body, '$.company')), j.seq
FROM journal j
LEFT JOIN filings f ON f.id = j.subject
LEFT JOIN journal c ON c.subject = j.subject AND c.kind = 'filing.created'
WHERE j.kind <> 'filing.saved'
    AND (j.kind LIKE 'filing.%' OR j.kind LIKE 'attachment.%' OR j.kind = 'certificate.revoked')
    AND coalesce(f.company_id, json_extract(c.body, '$.company')) IS NOT NULL;

-- What happens to a contract: also the institutions that had recorded payments under it.
INSERT INTO journal_audience (audience, seq)
SELECT DISTINCT p.actor, j.seq
FROM journal j
JOIN journal p ON p.subject = json_extract(j.body, '$.contract') AND p.kind = 'payment.recorded' AND p.seq < j.seq
WHERE j.kind = 'filing.registered' OR j.kind = 'certificate.revoked';

INSERT INTO journal_audience (audience, seq)
SELECT 'company:' || c.company_id, j.seq FROM journal j JOIN contracts c ON c.id = j.subject
WHERE j.kind = 'payment.recorded' OR j.kind = 'payment.reversed';
INSERT INTO journal_audience (audience, seq)
SELECT actor, seq FROM journal WHERE kind = 'payment.recorded' OR kind = 'payment.reversed';

INSERT INTO journal_audience (audience, seq)
SELECT 'company:' || m.company_id, j.seq FROM journal j JOIN mandates m ON m.id = j.subject WHERE j.kind LIKE 'mandate.%'
UNION
SELECT 'company:' || m.agent_id, j.seq FROM journal j JOIN mandates m ON m.id = j.subject WHERE j.kind LIKE 'mandate.%';

INSERT INTO journal_audience (audience, seq)
SELECT 'company:' || v.company_id, j.seq FROM journal j JOIN verification_cases v ON v.id = j.subject
WHERE j.kind LIKE 'verification.%';

INSERT INTO journal_audience (audience, seq)
SELECT 'company:' || subject, seq FROM journal WHERE kind = 'company.approved' OR kind = 'company.changed';

INSERT INTO journal_audience (audience, seq)
SELECT 'partner:' || subject, seq FROM journal WHERE kind LIKE 'partner.%' OR kind LIKE 'partner_secret.%'
UNION
SELECT 'company:' || p.company_id, j.seq FROM journal j JOIN partners p ON p.id = j.subject
WHERE (j.kind LIKE 'partner.%' OR j.kind LIKE 'partner_secret.%') AND p.company_id IS NOT NULL;
