-- Endpoints to which clients have events delivered. Their keys are derived, and kept nowhere.
CREATE TABLE webhook_endpoints (
    id TEXT NOT NULL PRIMARY KEY,
    partner_id TEXT NOT NULL REFERENCES partners (id),
    url TEXT NOT NULL,
    description TEXT,
    -- Types of events, with spaces between; every type when there is none.
    types TEXT NOT NULL,
    -- Events after this place of the journal are delivered.
    since_seq BIGINT NOT NULL,
    -- Counts its keys: a new one signs beside the one before for a day.
    generation INTEGER NOT NULL,
    rotated_at TIMESTAMP,
    failing_since TIMESTAMP,
    disabled_why TEXT CHECK (disabled_why IN ('asked', 'gone', 'failing')),
    disabled_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL,
    CHECK ((disabled_why IS NULL) = (disabled_at IS NULL))
);
CREATE INDEX webhook_endpoints_by_partner ON webhook_endpoints (partner_id, id);

-- What waits for an endpoint, what was tried and how it went, and what was given up.
CREATE TABLE webhook_deliveries (
    endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (id),
    -- The entry of the journal that it tells of.
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    -- What it is about: order is kept within it.
    lane TEXT NOT NULL,
    -- The same bytes at every try.
    payload TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'delivered', 'dead')),
    -- Tries since it began to wait, and the first of them.
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP,
    first_at TIMESTAMP,
    created_at TIMESTAMP NOT NULL,
    log TEXT NOT NULL,
    PRIMARY KEY (endpoint_id, seq),
    CHECK ((status = 'waiting') = (next_at IS NOT NULL))
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, next_at) WHERE status = 'waiting';
CREATE INDEX webhook_deliveries_lanes ON webhook_deliveries (endpoint_id, lane, seq) WHERE status = 'waiting';
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (status, created_at);
