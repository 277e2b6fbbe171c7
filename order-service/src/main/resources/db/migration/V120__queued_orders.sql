-- An order that was queued is stored even if it costs too much to be placed (TOTAL_TOO_LARGE): 1000 lines of
-- 100,000 pieces. No table is rewritten, since only the precision grows, and an older version reads it as before.

alter table orders alter column total type numeric(20, 2);
