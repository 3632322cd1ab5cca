-- The personal values that the log entries of a desktop only commit to are one row.

create table desktop_openings (
  desktop_id uuid primary key,
  -- {subject: {field: [salt in base64, value]}}; a subject is 'desktop', 'actor' or 'user:<id>'. What was erased is not in it.
  openings jsonb not null
);
insert into desktop_openings (desktop_id, openings)
select desktop_id, jsonb_object_agg(subject, fields)
from (
  select desktop_id, subject, jsonb_object_agg(field, jsonb_build_array(encode(salt, 'base64'), value)) as fields
  from personal_data where value is not null
  group by desktop_id, subject
) s
group by desktop_id;
drop table personal_data;
alter table desktop_openings rename to personal_data;
alter index desktop_openings_pkey rename to personal_data_pkey;

create view personal_values as
select desktop_id, s.subject, f.field, decode(f.opening ->> 0, 'base64') as salt, f.opening ->> 1 as value
from personal_data, jsonb_each(openings) as s (subject, fields), jsonb_each(s.fields) as f (field, opening);

create or replace function bury_personal_data() returns trigger language plpgsql as $$
begin
  if is_compacting() then
    return null;
  end if;
  insert into tombstones (kind, subject, facts)
  select 'personal-data', old.desktop_id::text, jsonb_build_object('subject', s.subject, 'field', f.field)::text
  from jsonb_each(old.openings) as s (subject, fields), jsonb_object_keys(s.fields) as f (field)
  where new.openings #> array[s.subject, f.field] is null;
  return null;
end $$;
create trigger bury after update or delete on personal_data for each row execute function bury_personal_data();
