import type { FastifyRequest } from 'fastify';
import type pg from 'pg';
import type { Ambient } from '../../ambient.js';
import type { AuditEventFacts } from '../../auditEvents/auditEventFacts.js';
import {
  createOpenAuditEvent,
  type OpenAuditEvent,
  withinAuditEvent,
} from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import type { ApiError } from '../../errors/errors.js';
import { createCounter, type MetricSource } from '../../http/metricText.js';
import type { Server } from '../../http/server.js';
import { accessDeniedFacts } from './accessDeniedFacts.js';
import { leavesAuditEvent } from './auditEventNames.js';
import { indexAuditEvents } from './indexAuditEvents.js';
import { requestFacts } from './requestFacts.js';
import { writeAuditEvent } from './writeAuditEvent.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a request that may change something: what will say so in the log. */
    auditEvent: OpenAuditEvent | undefined;
    /** Why the request is refused, once it is. */
    refusal: ApiError | undefined;
    /** What allowed it, where admission has asked. */
    allowedBy: string | undefined;
  }
}

export interface AuditEventHookParts {
  /** The plain ones, not audited: what is written here is the audit event itself. */
  readonly pool: pg.Pool;
  readonly database: Database;
  readonly ambient: Ambient;
}

/**
 * Opens an audit event for every request that may change something, and sees to it that it is there when the request has succeeded:
 * most were written with their effect ({@link auditEventConnections}); one without an effect is written before the answer. A refusal by
 * right is recorded as such. To be added before the routes.
 * @returns what was counted
 */
export function addAuditEventHooks(
  app: Server,
  { pool, database, ambient }: AuditEventHookParts,
): MetricSource {
  const written = createCounter();
  const unknownCallers = createCounter();
  app.decorateRequest('trace', undefined);
  app.decorateRequest('refusal', undefined);
  app.decorateRequest('allowedBy', undefined);
  app.addHook('preHandler', (request, _reply, done) => {
    const declaration = request.routeOptions.config.declaration;
    if (declaration === undefined || !leavesAuditEvent(declaration)) return done();
    const auditEvent = createOpenAuditEvent((notes) => requestFacts(request, declaration, notes));
    request.auditEvent = auditEvent;
    return withinAuditEvent(auditEvent, done);
  });
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    const declaration = request.routeOptions.config.declaration;
    if (reply.statusCode === 401) unknownCallers.add({});
    if (declaration === undefined) return payload;
    if (reply.statusCode < 400) await completeAuditEvent(request);
    else if (request.refusal?.status === 403)
      await auditEventRefusal(request, accessDeniedFacts(request, declaration, request.refusal), 'denial');
    return payload;
  });

  app.addHook('onResponse', async (request) => {
    const { auditEvent } = request;
    if (auditEvent?.failed() === true && auditEvent.facts().actor !== undefined) {
      await auditEventRefusal(request, auditEvent.facts(), 'failure');
    }
  });

  /** Nothing was changed, so nothing is lost when this fails and the request with it. */
  async function completeAuditEvent({ auditEvent }: FastifyRequest): Promise<void> {
    if (auditEvent?.claim() !== true) {
      if (auditEvent !== undefined) written.add({ kind: 'change' });
      return;
    }
    await indexAuditEvents(database);
    await writeAuditEvent(pool, ambient, auditEvent.facts(), 'missing');
    written.add({ kind: 'change' });
    auditEvent.settle(true);
  }

  /** A refusal stays one, also when its audit event cannot be written. */
  async function auditEventRefusal(
    request: FastifyRequest,
    facts: AuditEventFacts | undefined,
    kind: 'denial' | 'failure',
  ): Promise<void> {
    if (facts === undefined) return;
    try {
      await writeAuditEvent(pool, ambient, facts, 'always');
      written.add({ kind });
    } catch (error) {
      written.add({ kind: `lost ${kind}` });
      request.log.error({ err: error }, 'the audit event of a refusal could not be written');
    }
  }

  return {
    collect: () => [
      {
        name: 'deskplane_traces_total',
        help: 'Requests that left an audit event, by what they left; lost: it could not be written.',
        type: 'counter',
        samples: written.samples(),
      },
      {
        name: 'deskplane_unknown_callers_total',
        help: 'Requests with wrong or missing credentials, which leave no audit event each.',
        type: 'counter',
        samples: unknownCallers.samples(),
      },
    ],
  };
}
