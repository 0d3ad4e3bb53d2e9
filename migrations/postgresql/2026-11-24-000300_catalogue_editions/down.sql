DROP TABLE screening_verdicts;
DROP TABLE screening_answers;
DROP TABLE screenings;
DROP TABLE catalogue_items;
DROP TABLE catalogue_editions;
