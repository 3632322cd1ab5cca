import { sql } from 'kysely';

/**
 * Whether somebody works on the desktop `d` (docs/reference/desktops.md#connections): CONNECTED while its screen is looked at,
 * DISCONNECTED when it was since it was switched on and the session lives on, REGISTERED when nobody has come yet. A connection
 * whose process died counts no more once the process has missed its beats.
 */
export const loginStatusOf = sql<string>`
  case when d.status <> 'ACTIVE' then 'UNREGISTER'
    when exists (
      select from screen_connections c join screen_hosts h on h.id = c.host_id
       where c.desktop_id = d.id and c.ended_at is null and h.seen_at > now() - interval '6 seconds')
    then 'CONNECTED'
    when exists (
      select from screen_connections c where c.desktop_id = d.id and c.setup_at >= coalesce(d.active_since, d.created_at))
    then 'DISCONNECTED'
    else 'REGISTERED' end`;
