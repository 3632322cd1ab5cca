import type { Readable } from 'node:stream';
import type pg from 'pg';
import { Type } from 'typebox';
import { findVisibleDesktops } from '../../access/visibleDesktops.js';
import type { Database } from '../../database/connect.js';
import { authorizeDesktop, readAuthorizedDesktop } from '../../desktops/access/authorizeDesktop.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import { parseApiTime } from '../../http/apiTimes.js';
import { workspace } from '../../http/declare.js';
import { listScopeOf, projectOf, refreshCaller } from '../../http/request.js';
import { DesktopPath } from '../../http/schemas/ids.js';
import { paging } from '../../http/schemas/paging.js';
import { NoContent, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import { findDeletedFrom } from '../ledger/findDeletedFrom.js';
import { readEventId, toldAll } from './deletionEvents.js';
import { DeletionList, listDeletions } from './listDeletions.js';
import type { DeletionWatch } from './watchDeletions.js';

export interface DeletionWatchRouteParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly watch: DeletionWatch;
}

const Time = Type.String({
  maxLength: 24,
  description: 'yyyy-MM-ddTHH:mm:ssZ, with or without milliseconds.',
});

/** `ListDeletions` and `WatchDeletion`: Deskplane's own. */
export function addDeletionWatchRoutes(app: Server, parts: DeletionWatchRouteParts): void {
  const { database, pool, watch } = parts;
  app.addHook('preClose', () => watch.close());

  app.get(
    '/v2/:project_id/deletions',
    workspace('ListDeletions', 'Deletions, running and done', {
      description:
        'The newest first: how far each is, and what holds it up. Those whose retention is over are shown by ID only.',
      query: Type.Object({
        state: Type.Optional(
          Type.Array(oneOf(['running', 'failed', 'done']), {
            maxItems: 3,
            description: 'May be repeated. failed: in trouble for a while, and still being tried.',
          }),
        ),
        accepted_after: Type.Optional(Time),
        accepted_before: Type.Optional(Time),
        ...paging({ max: 1000, usual: 100 }),
      }),
      answers: { 200: DeletionList },
    }),
    async (request) => {
      const { query } = request;
      const projectId = projectOf(request);
      const filter = {
        visible: await findVisibleDesktops(database, projectId, listScopeOf(request)),
        states: query.state ?? [],
        acceptedAfter: parseTime('accepted_after', query.accepted_after),
        acceptedBefore: parseTime('accepted_before', query.accepted_before),
        limit: query.limit,
        offset: query.offset,
      };
      return listDeletions(pool, projectId, filter, request.language);
    },
  );

  app.get(
    '/v2/:project_id/deletions/:desktop_id/events',
    {
      ...workspace('WatchDeletion', 'Follow a deletion', {
        description:
          'Server-sent events: accepted, item-asked, item-ended, failing, done; each once, also across connections when ' +
          'Last-Event-ID is sent. Ends after done, and when the caller may no longer see it; answers 204 when everything was told ' +
          'before, or only the receipt is left.',
        path: DesktopPath,
        headers: Type.Object({ 'last-event-id': Type.Optional(Type.String()) }),
        produces: ['text/event-stream'],
        answers: {
          200: Type.Unsafe<Readable>({ type: 'string', description: 'text/event-stream' }),
          204: NoContent,
        },
      }),
      // The length of the body is not known.
      exposeHeadRoute: false,
    },
    async (request, reply) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      const from = await findDeletedFrom(database, access.projectId, desktopId);
      const desktop = await readAuthorizedDesktop(database, access, from);
      const deletion = requireFound(
        await findDeletion(database, access.projectId, desktopId, from),
        'deletion',
      );
      const told = readEventId(request.headers['last-event-id']);
      // Tags and enterprise project stay what they are while a desktop goes; rights may not.
      const admit = async (): Promise<void> => {
        authorizeDesktop({ ...access, principal: await refreshCaller(request) }, from, desktop);
      };
      // 204 stops an EventSource from reconnecting (WHATWG HTML).
      if (deletion === 'let-go' || toldAll(told)) return reply.code(204).send(null);
      return reply
        .code(200)
        .headers({ 'cache-control': 'no-cache', 'x-accel-buffering': 'no' })
        .type('text/event-stream; charset=utf-8')
        .send(watch.listen(desktopId, told, admit, request.language));
    },
  );
}

/** @returns `let-go`: only receipt and tombstone are left of it; undefined: the project has none of that desktop or disk */
async function findDeletion(
  database: Database,
  projectId: ProjectId,
  deletionId: DesktopId,
  desktopId: DesktopId,
): Promise<'whole' | 'let-go' | undefined> {
  const row = await database
    .selectFrom('desktops as d')
    .leftJoin('deletions as x', (join) => join.on('x.desktop_id', '=', deletionId))
    .select(['x.desktop_id', 'd.compacted_at'])
    .where('d.project_id', '=', projectId)
    .where('d.id', '=', desktopId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.desktop_id !== null) return 'whole';
  return row.compacted_at === null ? undefined : 'let-go';
}

function parseTime(field: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const time = parseApiTime(text);
  if (time === undefined)
    throw new ApiError(
      'WKS.0001',
      [{ en: `${field} must look like 2026-01-31T08:00:00Z`, zh: `${field}的格式应为2026-01-31T08:00:00Z` }],
      `query: ${field}`,
    );
  return time;
}
