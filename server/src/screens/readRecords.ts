import type pg from 'pg';
import type { ProjectId } from '../ids.js';

/** Which records of connections are wanted; every condition that is given must hold. */
export interface RecordFilter {
  readonly from: Date | null;
  readonly until: Date | null;
  /** In any case. */
  readonly userName: string | null;
  readonly computerName: string | null;
  readonly sourceIp: string | null;
  /** Asked for something that no connection here can be. */
  readonly impossible: boolean;
}

export interface ConnectionRecord {
  readonly id: string;
  readonly desktop_id: string;
  readonly computer_name: string;
  readonly user_name: string;
  readonly source_ip: string | null;
  readonly client_version: string | null;
  readonly is_reconnect: boolean;
  readonly started_at: Date;
  readonly setup_at: Date | null;
  readonly ended_at: Date | null;
  readonly end_reason: string | null;
  readonly desktop_ip: string | null;
  readonly enterprise_project_id: string | null;
}

const matching = `
  c.project_id = $1 and not $7
  and ($2::timestamptz is null or c.started_at >= $2) and ($3::timestamptz is null or c.started_at <= $3)
  and ($4::text is null or lower(c.user_name) = lower($4))
  and ($5::text is null or lower(c.computer_name) = lower($5))
  and ($6::text is null or c.source_ip = $6)`;

/** A page of the project's connections, the newest first, and how many there are on all pages. */
export async function readRecords(
  pool: pg.Pool,
  projectId: ProjectId,
  filter: RecordFilter,
  page: { readonly offset: number; readonly limit: number },
): Promise<{ total: number; records: ConnectionRecord[] }> {
  const values = [
    projectId,
    filter.from,
    filter.until,
    filter.userName,
    filter.computerName,
    filter.sourceIp,
    filter.impossible,
  ];
  // One statement, so that the page agrees with the total, which stands on a row of its own where the page is empty.
  const { rows } = await pool.query<{ total: number } & (ConnectionRecord | { id: null })>(
    `with matching as not materialized (select c.* from screen_connections c where ${matching}),
     page as (
       select c.id, c.desktop_id, c.computer_name, c.user_name, c.source_ip, c.client_version, c.is_reconnect,
         c.started_at, c.setup_at, c.ended_at, c.end_reason, d.enterprise_project_id, (
           select host(i.address) from items i where i.desktop_id = c.desktop_id and i.kind = 'port'
            order by (i.place = 'current') desc, i.created_at, i.id limit 1) as desktop_ip
       from matching c left join desktops d on d.id = c.desktop_id
       order by c.started_at desc, c.id offset $8 limit $9)
     select counted.total, page.* from (select count(*)::integer as total from matching) counted left join page on true
     order by page.started_at desc, page.id`,
    [...values, page.offset, page.limit],
  );
  const records = rows.filter((row) => row.id !== null);
  return { total: rows[0]?.total ?? 0, records };
}

/** How many different people were connected in each hour or day of a time. */
export async function countOnline(
  pool: pg.Pool,
  projectId: ProjectId,
  time: { readonly from: Date; readonly until: Date; readonly step: 'hour' | 'day' },
): Promise<{ readonly at: Date; readonly people: number }[]> {
  const { rows } = await pool.query<{ at: Date; people: number }>({
    name: 'screen-online',
    text: `
      select t.at, count(distinct c.viewer_id)::integer as people
        from generate_series(date_trunc($4, $2::timestamptz, 'UTC'), $3::timestamptz, ('1 ' || $4)::interval) as t (at)
        left join screen_connections c on c.project_id = $1 and c.setup_at < t.at + ('1 ' || $4)::interval
          and coalesce(c.ended_at, now()) >= t.at
       group by t.at order by t.at`,
    values: [projectId, time.from, time.until, time.step],
  });
  return rows;
}
