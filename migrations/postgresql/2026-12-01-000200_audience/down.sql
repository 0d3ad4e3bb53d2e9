DROP INDEX filings_by_company_updated;
DROP TABLE journal_audience;
