ALTER TABLE queue_entries DROP COLUMN clear;
