-- The project that a project stands below; null: directly below its account. No foreign key: projects never go.
alter table projects add column parent_id text;
