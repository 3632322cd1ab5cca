alter table deletions
  -- which engine was to carry it out: tells a simulated end from a real one. Null: accepted before this was written down
  add column engine text,
  -- when somebody last asked for more: it does not complete before that
  add column raised_at timestamptz,
  -- when a replay of tombstones ended it again: this log has no receipt of it
  add column replayed_at timestamptz;
