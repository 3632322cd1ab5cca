-- Disks are added to desktops, and grow.

-- The size in GB that a disk is asked to grow to; null: none. It counts against the quota from the moment in which it is accepted.
alter table items add column growing_to integer;
