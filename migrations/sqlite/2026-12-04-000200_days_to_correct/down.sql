ALTER TABLE corrections DROP COLUMN correction_days;
