import type pg from 'pg';
import type { DesktopId, DesktopUserId, DomainId, IamUserId, ProjectId } from '../ids.js';
import type { EndReason } from './screenState.js';
import type { Viewer } from './tickets.js';

/** After so long without a beat a process counts as dead, by the database's clock. */
const deadAfterSeconds = 6;

/** One look at a screen, from its beginning. */
export interface ConnectionStart {
  readonly id: string;
  readonly hostId: string;
  readonly viewer: Viewer;
  readonly computerName: string;
  readonly sourceIp: string | undefined;
  readonly clientVersion: string | undefined;
  readonly isReconnect: boolean;
}

/** Writes down that somebody looks at a screen. @returns which of the desktop's users it is; null: one who looks on */
export async function recordStart(pool: pg.Pool, start: ConnectionStart): Promise<DesktopUserId | null> {
  const { viewer } = start;
  const { rows } = await pool.query<{ desktop_user_id: DesktopUserId | null }>({
    name: 'screen-record-start',
    text: `
      insert into screen_connections (id, host_id, project_id, desktop_id, computer_name, viewer_id, user_name,
        desktop_user_id, source_ip, client_version, is_reconnect, started_at)
      values ($1, $2, $3, $4, $5, $6, $7, (
        select u.id from desktop_access a join desktop_users u on u.id = a.user_id
         where a.desktop_id = $4 and lower(u.user_name) = lower($7)
      ), $8, $9, $10, now())
      returning desktop_user_id`,
    values: [
      start.id,
      start.hostId,
      viewer.projectId,
      viewer.desktopId,
      start.computerName,
      viewer.userId,
      viewer.userName,
      start.sourceIp ?? null,
      start.clientVersion ?? null,
      start.isReconnect,
    ],
  });
  return rows[0]?.desktop_user_id ?? null;
}

/** Whether a viewer looks at the desktop now, on any replica. */
export async function isLooking(pool: pg.Pool, viewer: Viewer): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'screen-is-looking',
    text: `
      select from screen_connections c join screen_hosts h on h.id = c.host_id
       where c.desktop_id = $1 and c.viewer_id = $2 and c.ended_at is null
         and h.seen_at > now() - make_interval(secs => $3) limit 1`,
    values: [viewer.desktopId, viewer.userId, deadAfterSeconds],
  });
  return rowCount === 1;
}

/** Writes down that the desktop has sent its first byte. */
export async function recordSetup(pool: pg.Pool, id: string): Promise<void> {
  await pool.query({
    name: 'screen-record-setup',
    text: 'update screen_connections set setup_at = now() where id = $1 and setup_at is null',
    values: [id],
  });
}

/** Writes down that a connection ended; nothing when it has before. */
export async function recordEnd(pool: pg.Pool, id: string, why: EndReason): Promise<void> {
  await pool.query({
    name: 'screen-record-end',
    text: 'update screen_connections set ended_at = now(), end_reason = $2 where id = $1 and ended_at is null',
    values: [id, why],
  });
}

/** Says that this process lives, and with it its connections. */
export async function beat(pool: pg.Pool, hostId: string): Promise<void> {
  await pool.query({
    name: 'screen-beat',
    text: `insert into screen_hosts (id, seen_at) values ($1, now())
      on conflict (id) do update set seen_at = excluded.seen_at`,
    values: [hostId],
  });
}

/** A connection that ended with its process. */
export interface LostConnection {
  readonly id: string;
  readonly desktopId: DesktopId;
  readonly projectId: ProjectId;
  readonly viewerId: IamUserId | DesktopUserId;
  readonly userName: string;
  readonly domainId: DomainId;
  readonly onlooker: boolean;
  readonly sourceIp: string | null;
}

/** Ends the connections of processes that died, each at the last beat of its process. */
export async function endLost(pool: pg.Pool): Promise<LostConnection[]> {
  const { rows } = await pool.query<LostConnection>({
    name: 'screen-end-lost',
    text: `
      with dead as (
        delete from screen_hosts where seen_at < now() - make_interval(secs => $1) returning id, seen_at
      )
      update screen_connections c set ended_at = greatest(c.started_at, dead.seen_at), end_reason = 'lost'
        from dead, projects p
       where c.host_id = dead.id and c.ended_at is null and p.id = c.project_id
      returning c.id, c.desktop_id as "desktopId", c.project_id as "projectId", c.viewer_id as "viewerId",
        c.user_name as "userName", p.domain_id as "domainId", c.desktop_user_id is null as onlooker,
        c.source_ip as "sourceIp"`,
    values: [deadAfterSeconds],
  });
  return rows;
}

/** Ends what this process held, and takes its place from the list. */
export async function endHost(pool: pg.Pool, hostId: string): Promise<void> {
  await pool.query({
    name: 'screen-end-host',
    text: `
      with gone as (delete from screen_hosts where id = $1)
      update screen_connections set ended_at = now(), end_reason = 'lost' where host_id = $1 and ended_at is null`,
    values: [hostId],
  });
}

/** Those who look at these desktops now without being one of their users, on every replica: names in order. */
export async function readOnlookers(
  pool: pg.Pool,
  desktopIds: readonly DesktopId[],
): Promise<Map<DesktopId, string[]>> {
  const { rows } = await pool.query<{ desktop_id: DesktopId; names: string[] }>({
    name: 'screen-onlookers',
    text: `
      select c.desktop_id, array_agg(distinct c.user_name order by c.user_name) as names
        from screen_connections c join screen_hosts h on h.id = c.host_id
       where c.desktop_id = any($1::uuid[]) and c.ended_at is null and h.seen_at > now() - make_interval(secs => $2)
         and not exists (
           select from desktop_access a join desktop_users u on u.id = a.user_id
            where a.desktop_id = c.desktop_id and lower(u.user_name) = lower(c.user_name))
       group by c.desktop_id`,
    values: [desktopIds, deadAfterSeconds],
  });
  return new Map(rows.map((row) => [row.desktop_id, row.names]));
}
