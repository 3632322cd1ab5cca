-- While it is set, those who have the desktop are kept out of it.
alter table desktops add column in_maintenance_mode boolean not null default false;
