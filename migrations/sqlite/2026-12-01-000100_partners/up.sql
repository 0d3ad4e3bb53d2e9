-- Clients that companies and public bodies look after themselves: bound to one of the two, two secrets at a time, every use counted.
ALTER TABLE partners ADD COLUMN body TEXT
    CHECK (body IN ('bank', 'tax', 'customs', 'foreign_exchange', 'commerce', 'single_window'));
ALTER TABLE partners ADD COLUMN contact_email TEXT;
ALTER TABLE partners ADD COLUMN disabled_by TEXT CHECK (disabled_by IN ('company', 'centre'));
ALTER TABLE partners ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Its last characters, for telling two apart.
ALTER TABLE partner_secrets ADD COLUMN hint TEXT NOT NULL DEFAULT '';

CREATE TABLE partner_uses (
    partner_id TEXT NOT NULL REFERENCES partners (id),
    hour TIMESTAMP NOT NULL,
    operation TEXT NOT NULL,
    secret_id TEXT NOT NULL REFERENCES partner_secrets (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('ok', 'refused', 'throttled')),
    uses BIGINT NOT NULL,
    last_at TIMESTAMP NOT NULL,
    PRIMARY KEY (partner_id, hour, operation, secret_id, outcome)
);
CREATE INDEX partner_uses_by_secret ON partner_uses (secret_id, last_at);
CREATE INDEX partner_uses_by_hour ON partner_uses (hour);
