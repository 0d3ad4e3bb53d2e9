-- Whether the checks found nothing at the submission that a person must look at. What waits now is looked at.
ALTER TABLE queue_entries ADD COLUMN clear BOOLEAN NOT NULL DEFAULT false;
