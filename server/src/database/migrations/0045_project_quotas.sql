-- What a project may hold, where that was set for it; without a row it is the usual amount (catalogue/quotas.ts).

create table project_quotas (
  project_id text not null references projects (id),
  kind text not null check (kind in ('desktops', 'vcpus', 'memoryMiB', 'volumes', 'volumeGiB', 'users')),
  most integer not null check (most >= 0),
  primary key (project_id, kind)
);
