-- The queue as a small table of its own, one row for each filing that waits for an answer; the texts that words are looked for
-- in, with an index over every three characters of them; views that people keep.

ALTER TABLE filings ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
-- Empty but while older filings get their text.
CREATE INDEX filings_without_text ON filings (id) WHERE search_text = '';

DROP INDEX filings_by_desk;
CREATE INDEX filings_by_desk ON filings (desk_code, submitted_at, id);
DROP INDEX filings_by_recommender;
CREATE INDEX filings_by_recommender ON filings (recommended_by, updated_at);
DROP INDEX filings_by_decider;
CREATE INDEX filings_by_decider ON filings (decided_by, updated_at);

-- An index, kept with the filing's row in one transaction. `place` is the day on which an answer is due and the filing's id.
CREATE TABLE queue_entries (
    number INTEGER NOT NULL PRIMARY KEY,
    filing_id TEXT NOT NULL UNIQUE REFERENCES filings (id) ON DELETE CASCADE,
    place TEXT NOT NULL,
    desk_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT NOT NULL,
    company_id TEXT NOT NULL,
    company_name TEXT NOT NULL,
    contract_number TEXT,
    contract_name TEXT,
    direction TEXT,
    counterparty_country TEXT,
    industry TEXT,
    warnings INTEGER NOT NULL,
    catalogue_hit BOOLEAN NOT NULL,
    claimed_by TEXT,
    submitted_at TIMESTAMP NOT NULL,
    due_on DATE NOT NULL,
    search_text TEXT NOT NULL
);
CREATE INDEX queue_by_place ON queue_entries (place);
CREATE INDEX queue_by_desk ON queue_entries (desk_code, place);
CREATE INDEX queue_by_claimant ON queue_entries (claimed_by, place);

CREATE TABLE contract_texts (
    number INTEGER NOT NULL PRIMARY KEY,
    contract_id TEXT NOT NULL UNIQUE REFERENCES contracts (id) ON DELETE CASCADE,
    search_text TEXT NOT NULL
);

CREATE VIRTUAL TABLE queue_words USING fts5 (
    search_text, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram'
);
CREATE TRIGGER queue_words_added AFTER INSERT ON queue_entries BEGIN
    INSERT INTO queue_words (rowid, search_text) VALUES (new.number, new.search_text);
END;
CREATE TRIGGER queue_words_changed AFTER UPDATE OF search_text ON queue_entries WHEN old.search_text <> new.search_text BEGIN
    DELETE FROM queue_words WHERE rowid = old.number;
    INSERT INTO queue_words (rowid, search_text) VALUES (new.number, new.search_text);
END;
CREATE TRIGGER queue_words_removed AFTER DELETE ON queue_entries BEGIN
    DELETE FROM queue_words WHERE rowid = old.number;
END;

CREATE VIRTUAL TABLE contract_words USING fts5 (
    search_text, content = '', contentless_delete = 1, detail = 'none', tokenize = 'trigram'
);
CREATE TRIGGER contract_words_added AFTER INSERT ON contract_texts BEGIN
    INSERT INTO contract_words (rowid, search_text) VALUES (new.number, new.search_text);
END;
CREATE TRIGGER contract_words_changed AFTER UPDATE OF search_text ON contract_texts WHEN old.search_text <> new.search_text BEGIN
    DELETE FROM contract_words WHERE rowid = old.number;
    INSERT INTO contract_words (rowid, search_text) VALUES (new.number, new.search_text);
END;
CREATE TRIGGER contract_words_removed AFTER DELETE ON contract_texts BEGIN
    DELETE FROM contract_words WHERE rowid = old.number;
END;

-- A question to the queue under a name; with a desk, shared by its manager with everyone there.
CREATE TABLE saved_views (
    id TEXT NOT NULL PRIMARY KEY,
    owner_id TEXT NOT NULL REFERENCES users (id),
    desk_code TEXT REFERENCES desks (code),
    name TEXT NOT NULL,
    question TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX saved_views_by_owner ON saved_views (owner_id, id);
CREATE INDEX saved_views_by_desk ON saved_views (desk_code, id);
