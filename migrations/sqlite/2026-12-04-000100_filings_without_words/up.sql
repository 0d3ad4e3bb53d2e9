-- Read at each start, and nearly always empty.
CREATE INDEX filings_without_words ON filings (id) WHERE search_text = '';
