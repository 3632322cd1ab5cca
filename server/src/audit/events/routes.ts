import { Readable } from 'node:stream';
import { Type } from 'typebox';
import { ApiError } from '../../errors/errors.js';
import { workspace } from '../../http/declare.js';
import { callerOf, projectOf } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import { type ExportParts, exportAuditEvents } from './exportAuditEvents.js';
import { listAuditEvents } from './listAuditEvents.js';
import { type RetainParts, retainAuditEvents } from './retainAuditEvents.js';
import { AuditEventList, AuditEventQuery, ExportQuery, RetainAnswer, RetainBody } from './schemas.js';

export type AuditEventRouteParts = ExportParts & RetainParts;

/** Who did what, or was refused it: in the form of CTS, and as a file that proves itself. */
export function addAuditEventRoutes(app: Server, parts: AuditEventRouteParts): void {
  app.get(
    '/v3/:project_id/traces',
    workspace('ListTraces', 'Traces of the account, newest first', {
      description:
        'Everything that changed something or was refused for a right: in the project, and in the account as a whole.',
      query: AuditEventQuery,
      notOffered: {
        'query.tracker_name': ['system'],
        'query.access_key_id': [],
        'query.enterprise_project_id': [],
      },
      answers: { 200: AuditEventList },
    }),
    async (request) => {
      const { domainId } = callerOf(request);
      const { traces, marker } = await listAuditEvents(
        parts.database,
        domainId,
        projectOf(request),
        request.query,
      );
      return { traces: [...traces], meta_data: { count: traces.length, marker } };
    },
  );

  app.get(
    '/v3/:project_id/traces/export',
    workspace('ExportTraces', 'Traces of the account as JSON Lines that can be checked offline', {
      description:
        'With the log’s signed head and the hash of every other entry; `deskplane audit verify` checks it.',
      query: ExportQuery,
      produces: ['application/x-ndjson'],
      answers: { 200: Type.Unsafe<Readable>({ type: 'string', description: 'application/x-ndjson' }) },
    }),
    async (request, reply) => {
      const lines = exportAuditEvents(parts, callerOf(request).domainId, request.query);
      // What is wrong with the request shows with the first line, while it can still be said.
      const first = await lines.next();
      const begun = first.done === true ? '' : first.value;
      return reply.type('application/x-ndjson').send(Readable.from(resume(begun, lines)));
    },
  );

  app.post(
    '/v3/:project_id/traces/retain',
    workspace('RetainTraces', 'Let old traces go', {
      description:
        'For whoever runs the installation, over all accounts. A signed checkpoint in the log says so first; receipts ' +
        'and acceptances stay.',
      body: RetainBody,
      answers: { 200: RetainAnswer },
    }),
    async (request) => {
      const caller = callerOf(request);
      if (!caller.isRoot || !caller.isOperator) throw new ApiError('DPL.0403', ['cts:trace:retain']);
      const before = new Date(request.body.before);
      if (before > parts.ambient.now())
        throw new ApiError('WKS.0001', [{ en: 'before is in the future', zh: 'before是将来的时间' }]);
      const { letGo, checkpoint } = await retainAuditEvents(parts, before, request.id);
      return { let_go: letGo, checkpoint: checkpoint ?? null };
    },
  );
}

async function* resume(first: string, rest: AsyncGenerator<string, void>): AsyncGenerator<string, void> {
  yield first;
  yield* rest;
}
