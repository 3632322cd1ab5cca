import type pg from 'pg';
import { requireOperator } from '../access/requireOperator.js';
import { requireFound } from '../errors/requireFound.js';
import { flat } from '../http/declare.js';
import { callerOf, noContent } from '../http/request.js';
import { NoContent } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import type { CallRecord } from './callList.js';
import { addClockRoutes, type ClockRouteParts } from './clockRoutes.js';
import type { Fault } from './fault.js';
import { findTarget } from './findTarget.js';
import { addFixtureRoutes } from './fixtureRoutes.js';
import type { FixtureParts } from './loadFixtures.js';
import { readCallFilter } from './readCallFilter.js';
import { readFault } from './readFault.js';
import { addResetRoutes } from './resetRoutes.js';
import { CallQuery, CallsAnswer, FaultAnswer, FaultBody, FaultPath, FaultsAnswer } from './schemas.js';
import type { TestControl } from './testControl.js';
import { whereControlled as where } from './whereControlled.js';

export interface TestControlRouteParts extends FixtureParts, ClockRouteParts {
  readonly pool: pg.Pool;
  readonly control: TestControl;
}

/** The control interface of the test double: Deskplane's own. */
export function addTestControlRoutes(app: Server, parts: TestControlRouteParts): void {
  const { pool, control } = parts;
  const { faults, calls } = control;
  addFixtureRoutes(app, parts, control);
  addResetRoutes(app, control);
  addClockRoutes(app, parts);

  app.post(
    '/_deskplane/faults',
    flat('CreateFault', 'Put a fault into calls', {
      description: `${where} Faults are held in memory: they end with the process.`,
      body: FaultBody,
      answers: { 201: FaultAnswer },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      requireOperator(caller, 'workspace:faults:create');
      const rule = readFault(request.body);
      const fault = faults.add({ ...rule, ...(await findTarget(pool, caller.domainId, request.body)) });
      return reply.code(201).send(presentFault(fault));
    },
  );

  app.get(
    '/_deskplane/faults',
    flat('ListFaults', 'List faults', { description: where, answers: { 200: FaultsAnswer } }),
    async (request) => {
      requireOperator(callerOf(request), 'workspace:faults:list');
      return { faults: faults.list().map(presentFault) };
    },
  );

  app.delete(
    '/_deskplane/faults/:fault_id',
    flat('DeleteFault', 'Remove a fault', {
      description: where,
      path: FaultPath,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      requireOperator(callerOf(request), 'workspace:faults:delete');
      requireFound(faults.remove(request.params.fault_id) ? true : undefined, 'fault');
      return noContent(reply);
    },
  );

  app.delete(
    '/_deskplane/faults',
    flat('ClearFaults', 'Remove all faults', { description: where, answers: { 204: NoContent } }),
    async (request, reply) => {
      requireOperator(callerOf(request), 'workspace:faults:delete');
      faults.clear();
      return noContent(reply);
    },
  );

  app.get(
    '/_deskplane/calls',
    flat('ListCalls', 'List the calls that were made', {
      description:
        `${where} What was asked since the start or since the list was cleared, the oldest call first: no headers, no bodies, no ` +
        'secrets. Calls of this interface are left out.',
      query: CallQuery,
      answers: { 200: CallsAnswer },
    }),
    async (request) => {
      const caller = callerOf(request);
      requireOperator(caller, 'workspace:calls:list');
      const { offset, limit, ...filter } = request.query;
      const found = calls.list(await readCallFilter({ pool, calls, domainId: caller.domainId }, filter));
      return {
        calls: found.slice(offset, offset + limit).map(presentCall),
        total_count: found.length,
        forgotten_count: calls.forgotten(),
      };
    },
  );

  app.delete(
    '/_deskplane/calls',
    flat('ClearCalls', 'Clear the list of calls', { description: where, answers: { 204: NoContent } }),
    async (request, reply) => {
      requireOperator(callerOf(request), 'workspace:calls:delete');
      calls.clear();
      return noContent(reply);
    },
  );
}

function presentFault(fault: Fault) {
  const { how } = fault;
  return {
    fault_id: fault.id,
    effect: fault.effect,
    operation: fault.operation ?? null,
    engine_call: fault.engineCall ?? null,
    kind: fault.kind ?? null,
    desktop_id: fault.desktopId ?? null,
    item_id: fault.itemId ?? null,
    status: fault.answer?.status ?? null,
    error_code: fault.answer?.code ?? null,
    reason: fault.reason ?? null,
    delay_ms: fault.delayMs === 0 ? null : fault.delayMs,
    times: 'times' in how ? how.times : null,
    rate: 'rate' in how ? how.rate : 'always' in how ? 1 : null,
    seed: 'seed' in how ? how.seed : null,
    calls: fault.calls,
    struck: fault.struck,
    created_at: fault.createdAt.toISOString(),
  };
}

function presentCall(call: CallRecord) {
  const query = new Map<string, string[]>();
  for (const [name, value] of call.query) query.set(name, [...(query.get(name) ?? []), value]);
  return {
    request_id: call.requestId,
    asked_at: call.at.toISOString(),
    method: call.method,
    operation: call.operation ?? null,
    path: call.path,
    query: Object.fromEntries(query),
    status: call.status ?? null,
    user: call.user ?? null,
    fault_id: call.faultId ?? null,
  };
}
