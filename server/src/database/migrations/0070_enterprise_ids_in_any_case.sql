-- Nobody types the case of an enterprise ID: no two differ in that alone any more. Of those that do already all stay, so that their users
-- can go on signing in: one has its ID in any case, the one in lower case or else the oldest, and the others as they are written.

alter table workspaces add column enterprise_id_twin text not null default '';

update workspaces w set enterprise_id_twin = w.enterprise_id
 where w.project_id <> (
   select o.project_id from workspaces o where lower(o.enterprise_id) = lower(w.enterprise_id)
    order by o.enterprise_id = lower(o.enterprise_id) desc, o.opened_at, o.project_id limit 1);

create unique index workspaces_by_enterprise_in_any_case on workspaces (lower(enterprise_id), enterprise_id_twin);
