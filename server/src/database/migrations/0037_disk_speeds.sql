-- What was ordered of a disk's speed; null: nothing.
alter table items
  add column iops integer,
  add column throughput integer;
