import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/errors.js';
import { isOnThisMachine } from '../http/origin/onThisMachine.js';
import { type CallRecord, readAddress } from './callList.js';
import type { Fault } from './fault.js';
import { InjectedError, retryAfterSeconds } from './injectedError.js';
import { ownOperations } from './ownOperations.js';
import type { TestControl } from './testControl.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a service with the control interface: how its list of calls has it. */
    callRecord: CallRecord | undefined;
    /** The fault that strikes it. */
    fault: Fault | undefined;
  }
}

/**
 * Keeps the control interface from others, notes what is asked, and lets faults strike. To be added after the hooks of audit events and
 * before the routes, so that what a fault refuses is in no other way refused than anything else.
 */
export function addTestControlHooks(app: FastifyInstance, control: TestControl): void {
  app.decorateRequest('callRecord', undefined);
  app.decorateRequest('fault', undefined);
  app.addHook('onRequest', async (request) => {
    if (!isOwn(request)) note(control, request);
    else if (control.reach === 'loopback' && !isOnThisMachine(request)) throw new ApiError('APIGW.0101');
  });
  // A call that is let in, and has its form.
  app.addHook('preHandler', async (request, reply) => {
    if (request.callRecord !== undefined) request.callRecord.user = request.principal?.userName;
    const fault = control.faults.strike((each) => isForRequest(each, request));
    if (fault === undefined) return;
    request.fault = fault;
    if (request.callRecord !== undefined) request.callRecord.faultId = fault.id;
    if (fault.delayMs > 0) await control.pause(fault.delayMs);
    if (fault.answer?.status === 429) reply.header('retry-after', retryAfterSeconds);
    if (fault.answer !== undefined) throw new InjectedError(fault.answer, fault);
    if (fault.effect === 'cut') throw new ApiError('DPL.0503', ['cut']);
  });
  app.addHook('onSend', async (request, reply, payload: unknown) => {
    // What was refused before the hooks above, such as a path with a word for an ID, was asked all the same.
    if (request.callRecord === undefined && !isOwn(request) && !request.url.startsWith('/_deskplane'))
      note(control, request);
    const { callRecord, fault } = request;
    if (callRecord !== undefined) {
      callRecord.status = reply.statusCode;
      callRecord.user ??= request.principal?.userName;
    }
    // What was done is on record by now.
    if (fault?.effect === 'cut' || fault?.effect === 'lost_answer') request.raw.socket.destroy();
    return payload;
  });
  app.addHook('preClose', async () => control.stop());
}

const operationOf = (request: FastifyRequest) => request.routeOptions.config?.declaration?.operation;

const isOwn = (request: FastifyRequest): boolean => ownOperations.has(operationOf(request) ?? '');

function note(control: TestControl, request: FastifyRequest): void {
  request.callRecord = {
    requestId: request.id,
    at: control.now(),
    method: request.method,
    operation: operationOf(request),
    ...readAddress(request.url),
    status: undefined,
    user: undefined,
    faultId: undefined,
  };
  control.calls.add(request.callRecord);
}

/** A desktop is one that the path or the body names. */
function isForRequest(fault: Fault, request: FastifyRequest): boolean {
  if (fault.operation === undefined || fault.operation !== operationOf(request)) return false;
  return fault.desktopId === undefined || namesDesktop(request, fault.desktopId);
}

function namesDesktop({ params, rawBody }: FastifyRequest, desktopId: string): boolean {
  const inPath = typeof params === 'object' && params !== null && Object.values(params).includes(desktopId);
  return inPath || rawBody.includes(desktopId);
}
