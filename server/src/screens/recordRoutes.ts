import type pg from 'pg';
import { type Static, Type } from 'typebox';
import { ApiError } from '../errors/errors.js';
import { beginsWithDay, formatSecondTime } from '../http/apiTimes.js';
import { workspace } from '../http/declare.js';
import { projectOf } from '../http/request.js';
import { paging } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import { oneOf, TextOrNull } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { type ConnectionRecord, countOnline, type RecordFilter, readRecords } from './readRecords.js';
import { writeRecordsFile } from './recordsFile.js';

/** All that connects is a browser: "Web Interface" in the words of the API. */
const terminalType = 'WI';
/** Most records of one file. */
const maxExported = 50_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** More is not shown by the hour, nor at all. */
const maxHoursMs = 2 * dayMs;
const maxDaysMs = 366 * dayMs;

const Minute = Type.Optional(
  Type.String({ maxLength: 255, description: 'UTC, as 2026-01-31T08:00Z; start and end both or none.' }),
);
const filters = {
  start_time: Minute,
  end_time: Minute,
  user_name: Filter,
  computer_name: Filter,
  terminal_type: Filter,
};
const ListQuery = Type.Object({
  ...filters,
  public_ip: Filter,
  enterprise_project_id: Filter,
  min_network_rtt: Filter,
  max_network_rtt: Filter,
  ...paging({ max: 1000, usual: 20 }),
});
const ExportQuery = Type.Object({ ...filters, language: Filter });
const OnlineQuery = Type.Object({
  start_time: Minute,
  end_time: Minute,
  query_type: Type.Optional(oneOf(['MONTH', 'WEEK', 'DAY'])),
});

const Record = Type.Object({
  sid: Type.String(),
  transaction_id: Type.String(),
  computer_name: Type.String(),
  user_name: Type.String(),
  terminal_mac: TextOrNull,
  terminal_name: TextOrNull,
  terminal_ip: TextOrNull,
  client_version: TextOrNull,
  terminal_type: Type.String(),
  agent_version: TextOrNull,
  desktop_ip: TextOrNull,
  connection_start_time: Type.String(),
  connection_setup_time: TextOrNull,
  connection_end_time: TextOrNull,
  is_reconnect: Type.Boolean(),
  connection_failure_reason: TextOrNull,
  source_ip: TextOrNull,
  public_ip: TextOrNull,
  enterprise_project_id: TextOrNull,
});

/** Who was connected to which screen, and how many at what time. */
export function addRecordRoutes(app: Server, { pool }: { readonly pool: pg.Pool }): void {
  app.get(
    '/v2/:project_id/connections/desktops',
    workspace('ListLoginRecordsNew', 'List the connections to screens', {
      description: 'The newest first. A connection that goes on has no end.',
      query: ListQuery,
      answers: { 200: Type.Object({ total_count: Type.Integer(), records: Type.Array(Record) }) },
    }),
    async (request) => {
      const { query } = request;
      const filter = { ...filterOf(query), sourceIp: text(query.public_ip) };
      const { total, records } = await readRecords(pool, projectOf(request), filter, query);
      return { total_count: total, records: records.map(present) };
    },
  );

  app.get(
    '/v2/:project_id/connections/desktops/export',
    workspace('ExportUserLoginInfoNew', 'Export the connections to screens', {
      description: 'CSV in UTF-8; the newest 50 000.',
      query: ExportQuery,
      produces: ['text/csv'],
      answers: { 200: Type.Unsafe<Buffer>({ type: 'string', description: 'A file.' }) },
    }),
    async (request, reply) => {
      const { query } = request;
      const page = { offset: 0, limit: maxExported };
      const { records } = await readRecords(pool, projectOf(request), filterOf(query), page);
      const language = /^zh/i.test(query.language ?? request.language) ? 'zh' : 'en';
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="connections.csv"')
        .send(writeRecordsFile(records, language));
    },
  );

  app.get(
    '/v2/:project_id/connections/online-users',
    workspace('ListHistoryOnlineInfoNew', 'Count the people who were connected', {
      description:
        'How many different people, each as time:count: by the hour up to two days, by the day up to a year.',
      query: OnlineQuery,
      answers: { 200: Type.Object({ time_counts: Type.Array(Type.String()) }) },
    }),
    async (request) => {
      const { from, until } = periodOf(request.query);
      const span = until.getTime() - from.getTime();
      if (span < 0 || span > maxDaysMs)
        throw new ApiError(
          'WKS.0001',
          [
            {
              en: 'the time must begin before it ends, and be a year at most',
              zh: '开始时间应早于结束时间，且时间段不超过一年',
            },
          ],
          'query: end_time',
        );
      const step = span <= maxHoursMs ? 'hour' : 'day';
      const counts = await countOnline(pool, projectOf(request), { from, until, step });
      return { time_counts: counts.map(({ at, people }) => `${formatSecondTime(at)}:${people}`) };
    },
  );
}

function present(record: ConnectionRecord): Static<typeof Record> {
  const time = (moment: Date | null): string | null => (moment === null ? null : formatSecondTime(moment));
  return {
    sid: record.desktop_id,
    transaction_id: record.id,
    computer_name: record.computer_name,
    user_name: record.user_name,
    terminal_mac: null,
    terminal_name: null,
    terminal_ip: record.source_ip,
    client_version: record.client_version,
    terminal_type: terminalType,
    agent_version: null,
    desktop_ip: record.desktop_ip,
    connection_start_time: formatSecondTime(record.started_at),
    connection_setup_time: time(record.setup_at),
    connection_end_time: time(record.ended_at),
    is_reconnect: record.is_reconnect,
    connection_failure_reason: record.setup_at === null ? record.end_reason : null,
    source_ip: record.source_ip,
    public_ip: record.source_ip,
    enterprise_project_id: record.enterprise_project_id,
  };
}

type FilterQuery = Static<typeof ExportQuery> & {
  readonly min_network_rtt?: string;
  readonly max_network_rtt?: string;
  readonly enterprise_project_id?: string;
};

function filterOf(query: FilterQuery): RecordFilter {
  const [from, until] = timesOf(query);
  return {
    from,
    until,
    userName: text(query.user_name),
    computerName: text(query.computer_name),
    sourceIp: null,
    impossible: ![null, terminalType].includes(text(query.terminal_type)),
  };
}

function periodOf(query: Static<typeof OnlineQuery>): { from: Date; until: Date } {
  const [from, until] = timesOf(query);
  if (from !== null && until !== null) return { from, until };
  const now = new Date();
  const days = { DAY: 1, WEEK: 7, MONTH: 30 }[query.query_type ?? 'DAY'];
  return { from: new Date(now.getTime() - days * dayMs), until: now };
}

function timesOf(query: {
  readonly start_time?: string;
  readonly end_time?: string;
}): [Date | null, Date | null] {
  const times = [
    parseMinute('start_time', query.start_time),
    parseMinute('end_time', query.end_time),
  ] as const;
  if ((times[0] === null) !== (times[1] === null))
    throw new ApiError(
      'WKS.0001',
      [{ en: 'start_time and end_time must be given together', zh: 'start_time和end_time须同时提供' }],
      'query: start_time',
    );
  return [...times];
}

/** `2016-08-20T21:11Z`. */
function parseMinute(name: string, given: string | undefined): Date | null {
  if (given === undefined || given === '') return null;
  const time = new Date(given);
  const isTime =
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?Z$/.test(given) &&
    !Number.isNaN(time.getTime()) &&
    beginsWithDay(given);
  if (!isTime)
    throw new ApiError(
      'WKS.0001',
      [{ en: `${name} must look like 2026-01-31T08:00Z`, zh: `${name}的格式应为2026-01-31T08:00Z` }],
      `query: ${name}`,
    );
  return time;
}

const text = (value: string | undefined): string | null =>
  value === undefined || value === '' ? null : value;
