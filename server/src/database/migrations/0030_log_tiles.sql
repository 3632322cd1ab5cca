-- The log with as few rows as it can do with: entries are numbered instead of queued, and leaves, their signatures and the nodes over
-- them are kept in tiles of one sealing round instead of one by one.

-- Entries ----------------------------------------------------------------------------------------------------------

create sequence log_entries_sequence;

-- The number of a new entry. The transaction gets its own number first, in any case: only so can be told by the numbers of
-- transactions when a number that is missing will never be seen any more (audit/logPlace.ts).
create function next_log_sequence() returns bigint language sql as $$
  select nextval(case when pg_current_xact_id() is not null then 'log_entries_sequence'::regclass end)
$$;

-- Written in the transaction that makes them true (S17). Never removed; the one change that is allowed is below.
create table numbered_log_entries (
  sequence bigint default next_log_sequence(),
  written_at timestamptz not null default clock_timestamp(),
  -- null: of no desktop
  desktop_id uuid,
  -- RFC 6962: what the tree has of it
  leaf_hash bytea not null,
  kind text not null,
  -- null: of the account as a whole, or the desktop says it
  project_id text,
  -- canonical JSON (RFC 8785) in UTF-8; null: an old audit event that was let go, whose hash stays in the tree
  payload bytea
) with (toast_tuple_target = 2040);
-- Entries stay for good, and their texts are most of what stays: compressed in the row, they become a third smaller for 25 us
-- each. The other columns are `main` too: PostgreSQL would move them out of the row, 80 bytes for each, before it looked at the
-- payload.
alter table numbered_log_entries
  alter column leaf_hash set storage main,
  alter column kind set storage main,
  alter column project_id set storage main,
  alter column payload set storage main;

-- What was sealed keeps its order, what was queued follows.
insert into numbered_log_entries (sequence, written_at, desktop_id, leaf_hash, kind, project_id, payload)
select row_number() over (order by l.index, q.queued_at, e.leaf_hash),
  coalesce(q.queued_at, (select h.signed_at from log_heads h where h.size > l.index order by h.size limit 1), now()),
  e.desktop_id, e.leaf_hash, e.kind, e.project_id, e.payload
from log_entries e left join log_leaves l using (leaf_hash) left join log_queue q using (leaf_hash);
select setval('log_entries_sequence', (select count(*) + 1 from numbered_log_entries), false);

alter table log_checkpoints disable trigger append_only, add column sequence bigint;
update log_checkpoints c set sequence = e.sequence from numbered_log_entries e where e.leaf_hash = c.leaf_hash;
alter table log_checkpoints drop column leaf_hash, enable trigger append_only;

alter table audit_events add column sequence bigint;
update audit_events t set sequence = e.sequence from numbered_log_entries e where e.leaf_hash = t.leaf_hash;
alter table audit_events drop column leaf_hash, alter column sequence set not null;

drop table log_entries;
alter table numbered_log_entries rename to log_entries;
alter sequence log_entries_sequence owned by log_entries.sequence;
alter table log_entries
  add primary key (sequence),
  add constraint log_entries_leaf_hash_check check (leaf_hash = sha256('\x00'::bytea || payload)),
  add constraint log_entries_kind_check check (kind in
    ('acceptance', 'escalation', 'release', 'receipt', 'addendum', 'reclaim', 'key-rotation', 'erasure', 'trace',
     'checkpoint', 'person-report')),
  add constraint log_entries_kept check (payload is not null or kind = 'trace');
-- The entries of a desktop are a handful, and never asked for in an order. Sorted, its id is there once for all of them.
create index log_entries_by_desktop on log_entries (desktop_id);
alter table log_checkpoints
  add primary key (sequence),
  add foreign key (sequence) references log_entries (sequence);

-- The tree ---------------------------------------------------------------------------------------------------------

-- Leaves of one sealing round that follow each other, 256 at most: the entries in their order, from leaf 0 on without gaps.
create table log_tiles (
  -- the index of the first of them
  first bigint primary key,
  -- of their entries, ascending, within 1024
  sequences bigint[] not null,
  -- 32 bytes each
  leaf_hashes bytea not null,
  -- the places within the tile of entries that are handed out by themselves; the key and, 64 bytes each, the signatures
  signed smallint[] not null,
  key_id text,
  signatures bytea not null,
  -- the nodes of level 3 and above that its leaves complete, as they come, 32 bytes each
  nodes bytea not null,
  check (octet_length(leaf_hashes) = 32 * cardinality(sequences)),
  check (octet_length(signatures) = 64 * cardinality(signed)),
  check ((key_id is null) = (cardinality(signed) = 0))
);
-- Hashes do not become smaller; as they are, a part of them can be read without the rest.
alter table log_tiles
  alter column leaf_hashes set storage external,
  alter column signatures set storage external,
  alter column nodes set storage external;
create index log_tiles_by_sequence on log_tiles ((sequences[1]));

-- What was sealed before, cut where the key changed.
with leaf as (
  select l.*, l.index / 256 as part, (
      select count(*) from (select min(index) as since from log_leaves where key_id is not null group by key_id) k
      where k.since <= l.index) as epoch
  from log_leaves l
), node as (
  select leaf.part, leaf.epoch, string_agg(n.hash, '' order by leaf.index, n.level) as nodes
  from (select *, ((position + 1) << level) - 1 as completed_by from log_nodes) n join leaf on leaf.index = n.completed_by
  group by leaf.part, leaf.epoch
)
insert into log_tiles (first, sequences, leaf_hashes, signed, key_id, signatures, nodes)
select first, sequences, leaf_hashes, signed, key_id, signatures, coalesce(nodes, '')
from (
  select part, epoch, min(index) as first, array_agg(index + 1 order by index) as sequences,
    string_agg(leaf_hash, '' order by index) as leaf_hashes,
    coalesce(array_agg((index - least)::smallint order by index) filter (where signature is not null), '{}') as signed,
    max(key_id) filter (where signature is not null) as key_id,
    coalesce(string_agg(signature, '' order by index), '') as signatures
  from (select *, min(index) over (partition by part, epoch) as least from leaf) leaf
  group by part, epoch
) tile left join node using (part, epoch);

drop table log_leaves, log_nodes, log_queue;

-- How many nodes of level 3 and above the leaves before one complete.
create function log_nodes_before(leaf bigint) returns bigint immutable language sql as $$
  select 2 * (leaf >> 3) - bit_count((leaf >> 3)::bit(64))
$$;

-- Where an entry stands in the tree, and its own signature if its kind has one; no row while it is not sealed.
create function log_place(wanted bigint)
returns table (index bigint, key_id text, signature bytea) stable language sql as $$
  select t.first + place - 1, case when mark is not null then t.key_id end,
    substring(t.signatures from 64 * (mark - 1) + 1 for 64)
  from (
    select *, array_position(sequences, wanted) as place,
      array_position(signed, (array_position(sequences, wanted) - 1)::smallint) as mark
    from log_tiles
    where sequences[1] <= wanted and sequences[1] > wanted - 1024 and sequences[cardinality(sequences)] >= wanted
    offset 0
  ) t
  where place is not null
  order by t.sequences[1] desc limit 1
$$;

-- The entries at the places from the first up to, but without, the second.
create function log_places(low bigint, high bigint)
returns table (index bigint, sequence bigint, leaf_hash bytea) stable language sql as $$
  select t.first + leaf.place - 1, leaf.sequence, substring(t.leaf_hashes from 32 * (leaf.place::int - 1) + 1 for 32)
  from log_tiles t, unnest(t.sequences) with ordinality as leaf (sequence, place)
  where t.first > low - 256 and t.first < high and t.first + leaf.place - 1 >= low and t.first + leaf.place - 1 < high
$$;

-- Up to where the entries are sealed: the next number, and as [from, to, transaction] those before it that were not seen yet; before that
-- transaction is over, they may still come.
alter table log_heads add column next bigint, add column gaps jsonb;
alter table log_heads disable trigger append_only;
update log_heads set next = size + 1;
alter table log_heads enable trigger append_only, alter column next set not null;

-- Entries that have no place in the tree yet.
create view log_unsealed as
  select e.sequence, e.written_at from log_entries e
  where sequence >= coalesce((select next from log_heads order by size desc limit 1), 1)
  union all
  select e.sequence, e.written_at
  from (select gaps from log_heads order by size desc limit 1) head, jsonb_array_elements(head.gaps) gap,
    lateral (select * from log_entries where sequence between (gap ->> 0)::bigint and (gap ->> 1)::bigint) e;

-- Guards -----------------------------------------------------------------------------------------------------------

create trigger append_only before delete or truncate on log_entries
  for each statement execute function refuse_log_change();
create trigger append_only before update or delete or truncate on log_tiles
  for each statement execute function refuse_log_change();

-- The one change that the log allows: an audit event loses its payload once a checkpoint that covers it has its own place in
-- the tree.
create or replace function refuse_all_but_letting_go() returns trigger language plpgsql as $$
begin
  if old.kind = 'trace' and old.payload is not null and new.payload is null
    and (new.sequence, new.written_at, new.leaf_hash, new.kind) = (old.sequence, old.written_at, old.leaf_hash, old.kind)
    and (new.project_id, new.desktop_id) is not distinct from (old.project_id, old.desktop_id)
    and exists (
      select from log_place(old.sequence) own
      join log_checkpoints c on own.index < c.upto
      cross join lateral log_place(c.sequence) sealed
      where (convert_from(old.payload, 'UTF8')::jsonb -> 'trace' ->> 'record_time')::timestamptz < c.before)
  then
    return new;
  end if;
  raise exception 'the log is append-only: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger lets_go_of_audit_events before update on log_entries
  for each row execute function refuse_all_but_letting_go();

-- Whether all that the log has of a desktop is within the signed head, the receipt with its own signature.
create function log_is_settled(wanted uuid) returns boolean stable language sql as $$
  select bool_and(p.index < (select size from log_heads order by size desc limit 1)) is true
    and bool_and(p.index is not null) is true
    and bool_or(e.kind = 'receipt' and p.signature is not null) is true
  from log_entries e left join lateral log_place(e.sequence) p on true
  where e.desktop_id = wanted
$$;

-- Whether nothing about a deletion is open any more: it is done, all that the log has of its desktop is settled, and no mail about it is
-- still to be sent.
create or replace function deletion_is_settled(wanted uuid) returns boolean stable language sql as $$
  select exists (
      select from deletions x join desktops d on d.id = x.desktop_id
      where x.desktop_id = wanted and x.state = 'done' and x.completed_at is not null and d.gone_at is not null)
    and log_is_settled(wanted)
    and not exists (select from mails m where m.desktop_id = wanted and m.due_at is not null)
$$;
