-- What the comparisons of engine and ledger found, newest last; only the latest hundred are kept.
create table orphan_scans (
  id bigint generated always as identity primary key,
  started_at timestamptz not null,
  finished_at timestamptz not null,
  -- false: a kind of item could not be listed
  complete boolean not null,
  ours_live integer not null,
  ours_orphaned integer not null,
  unknown integer not null,
  missing integer not null,
  foreign_items integer not null
);

-- Who had which orphaned item removed. Written before the engine is asked (S17); outcome null: no answer came.
create table orphan_reclaims (
  id uuid primary key,
  project_id text not null references projects (id),
  item_id uuid not null references items (id),
  kind text not null,
  provider_id text not null,
  generation text not null,
  reason text not null,
  asked_by text not null,
  request_id text not null,
  asked_at timestamptz not null,
  outcome text,
  detail text
);
create index orphan_reclaims_by_item on orphan_reclaims (item_id);
