-- How many calendar days a company has to put a return right stays as it was told; what was returned before has 30.
ALTER TABLE corrections ADD COLUMN correction_days INTEGER NOT NULL DEFAULT 30;
