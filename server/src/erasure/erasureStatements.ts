/**
 * What forgets people, as SQL: the same for a call and for a backup that was put back. Each statement can be repeated; the
 * last one tells by its row count whether anything of the deletions' own record was still there.
 *
 * Ids stay: they name nobody once no name is beside them, and proofs and ledgers need them. So do commitments in the log,
 * which nobody can open any more without their salts. Of desktops that the people had, those that are gone lose their names
 * too: a desktop is often called after its user.
 * @param persons a relation with the columns `user_id` and `project_id`: `(select …)`
 */
export function erasureStatements(users: string): readonly string[] {
  const gone = `(
    select d.id from ${users} p join desktops d on d.project_id = p.project_id and d.gone_at is not null
    where exists (select from deletion_users x where x.desktop_id = d.id and x.user_id = p.user_id)
      or exists (select from desktop_detachments x where x.desktop_id = d.id and x.user_id = p.user_id)
      or exists (select from sub_jobs x where x.desktop_id = d.id::text and x.user_id = p.user_id))`;
  return [
    attribute(users),
    `update personal_data v set openings = v.openings - known.subjects
     from (
       select h.desktop_id, array_agg('user:' || p.user_id) as subjects
       from ${users} p join desktops d on d.project_id = p.project_id
       join personal_data h on h.desktop_id = d.id and h.openings ? ('user:' || p.user_id)
       group by h.desktop_id
     ) known
     where v.desktop_id = known.desktop_id`,
    `update personal_data set openings = openings - 'desktop'
     where openings ? 'desktop' and desktop_id in ${gone}`,
    `update mails m set recipient = '', facts = '{}', last_error = null
     from ${users} p
     where m.project_id = p.project_id and m.user_id = p.user_id
       and (m.sent_at is not null or m.undeliverable_at is not null)
       and (m.recipient <> '' or m.facts <> '{}')`,
    `update mails set facts = facts - 'computerName'
     where (sent_at is not null or undeliverable_at is not null) and facts ? 'computerName' and desktop_id in ${gone}`,
    `update sub_jobs s
     set fail_reason = case when strpos(lower(fail_reason), lower(user_name)) > 0 then null else fail_reason end,
       user_name = null
     from ${users} p
     where s.project_id = p.project_id and s.user_id = p.user_id and s.user_name is not null`,
    `update sub_jobs
     set fail_reason = case when strpos(lower(fail_reason), lower(desktop_name)) > 0 then null else fail_reason end,
       desktop_name = null
     where desktop_name is not null and desktop_id in (select id::text from ${gone} g)`,
    `update items set display_name = null where display_name is not null and desktop_id in ${gone}`,
    `update desktops set computer_name = '' where computer_name <> '' and id in ${gone}`,
    `update snapshots set name = '', description = '' where (name <> '' or description <> '') and desktop_id in ${gone}`,
    `update screen_connections c set user_name = '', computer_name = '', source_ip = null, client_version = null
     from ${users} p
     where c.project_id = p.project_id and c.desktop_user_id = p.user_id and c.user_name <> ''`,
    `delete from screen_tickets t using ${users} p where t.project_id = p.project_id and t.user_id = p.user_id`,
    `update audit_event_values v set salt = null, value = null
     from ${users} p, audit_events e
     where e.trace_id = v.trace_id and e.user_id = p.user_id and v.subject = 'actor' and v.value is not null`,
    `update screen_connections set computer_name = '' where computer_name <> '' and desktop_id in ${gone}`,
    `update deletion_users u set user_name = '', user_email = ''
     from ${users} p, desktops d
     where d.id = u.desktop_id and d.project_id = p.project_id and u.user_id = p.user_id
       and (u.user_name <> '' or u.user_email <> '')`,
  ];
}

/**
 * Orders that named the user when there was no such user any more, or before names were attributed to ids. Not while a
 * living user has the name.
 */
function attribute(users: string): string {
  return `
    update sub_jobs s set user_id = known.user_id
    from (
      select p.user_id, p.project_id, lower(u.user_name) as name
        from ${users} p join deletion_users u on u.user_id = p.user_id where u.user_name <> ''
      union
      select p.user_id, p.project_id, lower(j.user_name)
        from ${users} p join sub_jobs j on j.user_id = p.user_id where j.user_name is not null
    ) known
    where s.project_id = known.project_id and lower(s.user_name) = known.name
      and s.user_name is not null and s.user_id is null
      and not exists (select from desktop_users l
        where l.project_id = known.project_id and lower(l.user_name) = known.name)`;
}
