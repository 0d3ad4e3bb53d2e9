DROP INDEX filings_without_words;
