import type pg from 'pg';
import type { Database } from '../database/connect.js';
import { type Engine, EngineError } from '../engines/contract.js';
import { asId, type DesktopId, type Generation, type ProviderId } from '../ids.js';
import type { Work } from '../workers/loop.js';

interface WatchedServer {
  readonly desktop_id: DesktopId;
  readonly revision: number;
  readonly status: string;
  readonly provider_id: ProviderId;
  readonly generation: Generation;
}

/** How long every desktop of a small fleet may show a status that is no longer true, in milliseconds. */
const roundEvery = 10_000;
/** At most so many servers are looked at in so many milliseconds, so that a large fleet is no load: 200 a second. */
const pageSize = 50;
const pageEvery = 250;

/**
 * Looks at the servers of idle desktops round after round, so that one that ended by itself is not shown as running. Only
 * shows what it sees: a server that cannot be found is left to people, never taken for deleted.
 */
export function createServerWatch(parts: {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly engine: Engine;
}): Work<WatchedServer> {
  let page: WatchedServer[] = [];
  let cursor = firstId;
  let nextPage = 0;
  return {
    name: 'server watch',
    rest: 50,
    capacity: 4,
    claim: async (limit) => {
      if (page.length === 0 && performance.now() >= nextPage) {
        page = await readServers(parts.pool, cursor);
        const last = page.length < pageSize ? undefined : page.at(-1);
        cursor = last?.desktop_id ?? firstId;
        nextPage = performance.now() + (last === undefined ? roundEvery : pageEvery);
      }
      return page.splice(0, limit);
    },
    keyOf: (server) => server.desktop_id,
    perform: (server) => look(parts, server),
  };
}

/** Before every other. */
const firstId = asId<DesktopId>('00000000-0000-0000-0000-000000000000');

async function readServers(pool: pg.Pool, after: DesktopId): Promise<WatchedServer[]> {
  const { rows } = await pool.query<WatchedServer>({
    name: 'read watched servers',
    text: `
      select d.id as desktop_id, d.revision, d.status, i.provider_id, i.generation
      from desktops d join items i on i.desktop_id = d.id
      where d.id > $1 and d.gone_at is null and d.task_status = '' and d.status in ('ACTIVE', 'SHUTOFF')
        and i.kind = 'server' and i.state = 'present' and i.provider_id is not null and i.generation is not null
      order by d.id
      limit $2`,
    values: [after, pageSize],
  });
  return rows;
}

async function look(
  parts: { readonly database: Database; readonly engine: Engine },
  server: WatchedServer,
): Promise<void> {
  const ref = { kind: 'server', id: server.provider_id, generation: server.generation } as const;
  const seen = await parts.engine.observe(ref).catch((error: unknown) => {
    if (error instanceof EngineError) return undefined;
    throw error;
  });
  if (seen?.state !== 'present') return;
  const status = seen.status === 'active' ? 'ACTIVE' : seen.status === 'shutoff' ? 'SHUTOFF' : server.status;
  if (status === server.status) return;
  // The revision guards against a start or a deletion that was accepted while we looked.
  await parts.database
    .updateTable('desktops')
    .set((row) => ({ status, revision: row('revision', '+', 1) }))
    .where('id', '=', server.desktop_id)
    .where('revision', '=', server.revision)
    .where('task_status', '=', '')
    .execute();
}
