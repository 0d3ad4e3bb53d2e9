-- The payment ledger of registered contracts. Rows are added and never changed: a payment that was recorded wrongly is
-- answered by a reversal, which is a row of its own.
CREATE TABLE payments (
    id TEXT NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL REFERENCES contracts (id),
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'reversal')),
    -- The payment that a reversal takes back, all of it and once.
    reverses TEXT UNIQUE REFERENCES payments (id),
    currency TEXT NOT NULL,
    amount_minor BIGINT NOT NULL CHECK (amount_minor > 0),
    paid_on DATE,
    -- The institution's own; it names one payment for ever.
    reference TEXT,
    recorded_by TEXT NOT NULL REFERENCES partners (id),
    recorded_at TIMESTAMP NOT NULL,
    reason TEXT,
    UNIQUE (recorded_by, reference),
    CHECK ((kind = 'reversal') = (reverses IS NOT NULL)),
    CHECK ((kind = 'reversal') = (reason IS NOT NULL)),
    CHECK ((kind = 'payment') = (paid_on IS NOT NULL)),
    CHECK ((kind = 'payment') = (reference IS NOT NULL))
);
CREATE INDEX payments_by_contract ON payments (contract_id, id);
