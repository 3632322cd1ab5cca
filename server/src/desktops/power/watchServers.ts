import type pg from 'pg';
import type { Database } from '../../database/connect.js';
import { type Engine, EngineError } from '../../engines/contract.js';
import { asId, type DesktopId, type Generation, type ProviderId } from '../../ids.js';
import type { Work } from '../../workers/loop.js';

interface WatchedServer {
  readonly desktop_id: DesktopId;
  readonly revision: number;
  readonly status: string;
  readonly provider_id: ProviderId;
  readonly generation: Generation;
}

import { shownAs } from './steerServer.js';

/** How long every desktop of a small fleet may show a status that is no longer true, in milliseconds. */
const roundEvery = 10_000;
/** At most so many servers are looked at in so many milliseconds, so that a large fleet is no load: 200 a second. */
const pageSize = 50;
const pageEvery = 250;
/** So many desktops are gone through for a page at most: most may be busy, say because a whole fleet is being deleted. */
const maxWalked = 500;

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
        const { servers, next } = await readServers(parts.pool, cursor);
        page = servers;
        cursor = next ?? firstId;
        nextPage = performance.now() + (next === null ? roundEvery : pageEvery);
      }
      return page.splice(0, limit);
    },
    keyOf: (server) => server.desktop_id,
    perform: (server) => look(parts, server),
  };
}

/** Before every other. */
const firstId = asId<DesktopId>('00000000-0000-0000-0000-000000000000');

interface Page {
  readonly servers: WatchedServer[];
  /** Where the next page begins; null: this was the last of the round. */
  readonly next: DesktopId | null;
}

async function readServers(pool: pg.Pool, after: DesktopId): Promise<Page> {
  const { rows } = await pool.query<Page>({
    name: 'read watched servers',
    text: `
      with walked as materialized (
        select id, revision, status, task_status from desktops where id > $1 and gone_at is null order by id limit $2
      ), found as materialized (
        select w.id as desktop_id, w.revision, w.status, i.provider_id, i.generation
        from walked w join items i on i.desktop_id = w.id
        where w.task_status = '' and w.status in ('ACTIVE', 'SHUTOFF', 'HIBERNATED')
          and i.kind = 'server' and i.state = 'present' and i.provider_id is not null and i.generation is not null
        order by w.id
        limit $3
      )
      select coalesce((select json_agg(found) from found), '[]') as servers,
        case
          when (select count(*) from found) = $3 then (select desktop_id from found order by desktop_id desc limit 1)
          when (select count(*) from walked) = $2 then (select id from walked order by id desc limit 1)
        end as next`,
    values: [after, maxWalked, pageSize],
  });
  return rows[0] ?? { servers: [], next: null };
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
  const status = isShown(seen.status) ? shownAs[seen.status] : server.status;
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

function isShown(status: string): status is keyof typeof shownAs {
  return Object.hasOwn(shownAs, status);
}
