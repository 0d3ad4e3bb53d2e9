ALTER TABLE drawings DROP COLUMN draw_on;
