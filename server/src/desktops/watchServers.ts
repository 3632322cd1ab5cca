import type { NotNull } from 'kysely';
import type { Database } from '../database/connect.js';
import { type Engine, EngineError } from '../engines/contract.js';
import type { DesktopId, Generation, ProviderId } from '../ids.js';
import type { Work } from '../workers/loop.js';

interface WatchedServer {
  readonly desktop_id: DesktopId;
  readonly revision: number;
  readonly status: string;
  readonly provider_id: ProviderId;
  readonly generation: Generation;
}

/** How long every desktop may show a status that is no longer true, in milliseconds. */
const roundEvery = 10_000;

/**
 * Looks at the servers of idle desktops round after round, so that one that ended by itself is not shown as running. Only
 * shows what it sees: a server that cannot be found is left to people, never taken for deleted.
 */
export function createServerWatch(parts: {
  readonly database: Database;
  readonly engine: Engine;
}): Work<WatchedServer> {
  let cursor: string | undefined;
  let nextRound = 0;
  return {
    name: 'server watch',
    capacity: 4,
    claim: async (limit) => {
      if (cursor === undefined && performance.now() < nextRound) return [];
      const servers = await readServers(parts.database, cursor, limit);
      cursor = servers.length < limit ? undefined : servers.at(-1)?.desktop_id;
      if (cursor === undefined) nextRound = performance.now() + roundEvery;
      return servers;
    },
    keyOf: (server) => server.desktop_id,
    perform: (server) => look(parts, server),
  };
}

async function readServers(
  database: Database,
  after: string | undefined,
  limit: number,
): Promise<WatchedServer[]> {
  return database
    .selectFrom('desktops')
    .innerJoin('items', 'items.desktop_id', 'desktops.id')
    .select(['desktops.id as desktop_id', 'revision', 'status', 'provider_id', 'generation'])
    .where('gone_at', 'is', null)
    .where('task_status', '=', '')
    .where('status', 'in', ['ACTIVE', 'SHUTOFF'])
    .where('items.kind', '=', 'server')
    .where('items.state', '=', 'present')
    .where('provider_id', 'is not', null)
    .where('generation', 'is not', null)
    .$narrowType<{ provider_id: NotNull; generation: NotNull }>()
    .$if(after !== undefined, (query) =>
      query.where((row) => row('desktops.id', '>', row.cast<DesktopId>(row.val(after), 'uuid'))),
    )
    .orderBy('desktops.id')
    .limit(limit)
    .execute();
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
