-- The control catalogue as versioned data, what screening met, what companies answered and reviewers found.

CREATE TABLE catalogue_editions (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    -- Less than the official list: said wherever the edition is used.
    partial BOOLEAN NOT NULL,
    digest TEXT NOT NULL,
    loaded_at TIMESTAMP NOT NULL,
    -- None for what ships with the product.
    loaded_by TEXT,
    -- The day from which filings are screened against it; none until an administrator says so.
    in_force_from DATE
);
CREATE INDEX catalogue_editions_by_day ON catalogue_editions (in_force_from, number);

CREATE TABLE catalogue_items (
    edition INTEGER NOT NULL REFERENCES catalogue_editions (number),
    position INTEGER NOT NULL,
    direction TEXT NOT NULL,
    class TEXT NOT NULL,
    item_no TEXT,
    industry TEXT,
    name TEXT NOT NULL,
    control_points TEXT,
    source TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (edition, position)
);

-- What screening met at each submission, and by which edition.
CREATE TABLE screenings (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    submission INTEGER NOT NULL,
    edition INTEGER NOT NULL REFERENCES catalogue_editions (number),
    hits TEXT NOT NULL,
    screened_at TIMESTAMP NOT NULL,
    PRIMARY KEY (filing_id, submission)
);
CREATE INDEX screenings_by_edition ON screenings (edition);

-- The company's newest answer to each hit.
CREATE TABLE screening_answers (
    filing_id TEXT NOT NULL REFERENCES filings (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    reason TEXT NOT NULL,
    answered_by TEXT NOT NULL,
    answered_at TIMESTAMP NOT NULL,
    PRIMARY KEY (filing_id, item)
);

-- Every verdict of a reviewer on a hit; the newest of an item counts, the others stay.
CREATE TABLE screening_verdicts (
    filing_id TEXT NOT NULL REFERENCES filings (id),
    item TEXT NOT NULL,
    number INTEGER NOT NULL,
    edition INTEGER NOT NULL REFERENCES catalogue_editions (number),
    verdict TEXT NOT NULL CHECK (verdict IN ('not_covered', 'covered', 'unsure')),
    reason TEXT NOT NULL,
    judged_by TEXT NOT NULL REFERENCES users (id),
    judged_at TIMESTAMP NOT NULL,
    PRIMARY KEY (filing_id, item, number)
);
CREATE INDEX screening_verdicts_by_item ON screening_verdicts (item, judged_at);
CREATE INDEX screening_verdicts_by_edition ON screening_verdicts (edition);
CREATE INDEX screening_verdicts_by_judge ON screening_verdicts (judged_by);
