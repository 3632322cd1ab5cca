-- Where the items of a worker that has died are looked for. Few: what is claimed right now.
create index deletion_items_claimed on deletion_items (worker) where worker is not null;

-- What has long failed waits apart, so that a crowd of it is no obstacle for the rest.
drop index deletion_items_due;
create index deletion_items_due on deletion_items (due_at) where due_at is not null and attempts < 10;
create index deletion_items_failing on deletion_items (due_at) where due_at is not null and attempts >= 10;

-- Most writes about an item touch no index: room for the new version on the same page keeps them out of the indexes.
alter table deletion_items set (fillfactor = 60);
alter table sub_jobs set (fillfactor = 70);
alter table deletion_users set (fillfactor = 70);

-- What the watch over servers goes through, page by page.
create index desktops_alive on desktops (id) where gone_at is null;
