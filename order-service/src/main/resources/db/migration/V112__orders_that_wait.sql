-- Few orders wait for an answer at any time, and whoever looks for those that wait too long should not
-- read all the others.
create index orders_that_wait on orders (placed_at) where status = 'PLACED';
