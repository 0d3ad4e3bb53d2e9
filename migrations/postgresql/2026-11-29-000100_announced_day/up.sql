-- The day of a drawing and who may be drawn to inspect are fixed with its announcement. What was announced before is given the day
-- of its drawing, or of its announcement in Shanghai; and where it waits to be drawn, whoever may be drawn now.
ALTER TABLE drawings ADD COLUMN draw_on DATE;
UPDATE drawings SET draw_on = COALESCE(drawn_on, (announced_at + INTERVAL '8 hours')::date);
UPDATE drawings SET pool = (
    SELECT COALESCE(json_agg(users.id ORDER BY users.id)::text, '[]') FROM users
    WHERE users.status = 'active' AND users.role IN ('reviewer', 'approver', 'desk_manager')
        AND (drawings.desk_code IS NULL
            OR users.id IN (SELECT user_id FROM user_desks WHERE user_desks.desk_code = drawings.desk_code)))
WHERE pool IS NULL;
