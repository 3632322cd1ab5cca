-- Who made an export, so that nobody can use up what the project may have; and of which group it is, whose name is in the file's name. No
-- name is kept here: what a group is called now is read when the file's name is asked for.

alter table export_tasks add column made_by text;
alter table export_tasks add column group_id text;
