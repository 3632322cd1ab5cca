-- Desktops are changed: their product, their network.

-- What the running task changes, and how far it is; null: it changes nothing that is kept here. What a deletion cut short stays,
-- for nobody.
alter table desktops add column task_change jsonb;
