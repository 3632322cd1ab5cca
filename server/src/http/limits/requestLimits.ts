import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Operation } from '../../access/permissions/table.js';
import { ApiError } from '../../errors/errors.js';
import type { Gatekeeper } from '../admitRequests.js';
import type { RouteDeclaration } from '../request.js';
import { createSlidingCounter } from './slidingCounter.js';
import { sourceOf } from './sourceOf.js';
import { TooManyRequests } from './tooManyRequests.js';

/** How many requests a minute are answered (docs/reference/limits.md#throttling). Counted by each replica for itself. */
export const requestLimits = {
  /** Of one user to one API, when it only reads. */
  queries: 200,
  /** Of one user to one API otherwise, queries by POST included. */
  writes: 100,
  /** Of one user to an API that takes or gives a large thing piece by piece. */
  pieces: 6000,
  /** With wrong credentials, from one source. Further ones are told to wait; right ones are let in all the same. */
  refusals: 100,
} as const;

export interface RequestLimits {
  /** The same gatekeeper, who counts whom he lets in by user and API, and whom he turns away by source. */
  limiting(gatekeeper: Gatekeeper): Gatekeeper;
  /** Before a request is read: APIs that are open to anyone, by source. */
  addTo(app: FastifyInstance): void;
  /** Log-ins and the like, whose body proves who sends them: wrong ones by source, right ones by user. */
  readonly proofs: ProofLimits;
}

/** Told of every proof that came in a body. */
export interface ProofLimits {
  /** @throws {TooManyRequests} when there were too many right ones of this user to this API */
  right(userId: string, operation: Operation): void;
  /** @throws {TooManyRequests} when there were too many wrong ones from there */
  wrong(address: string | undefined): void;
}

/** What a probe asks every second, or a page is made of, must not come to an end; what proves itself by its body is counted once it is known to be right or wrong. */
const unlimited: ReadonlySet<string> = new Set<string>([
  'ShowHealth',
  'ShowReadiness',
  'ShowMetrics',
  // Sixty files, from memory, for everybody in the building who opens his desktop.
  'ShowScreenPage',
  'ShowConsolePage',
  'KeystoneCreateToken',
  'Login',
  'LoginToDesk',
  'LogoutFromDesk',
  'ChangeDeskPassword',
  'MakeDeskDevice',
  'ProveDeskCode',
  'ShowInvitation',
  'AcceptInvitation',
  'ListOwnDesktops',
  'OperateOwnDesktop',
  'OpenOwnDesktop',
  'CreateTemporaryAccessKeyByToken',
]);

const isUncounted = ({ anonymous, operation }: RouteDeclaration): boolean =>
  anonymous !== true || unlimited.has(operation);

/** @param clock monotonic milliseconds */
export function createRequestLimits(clock: () => number = () => performance.now()): RequestLimits {
  const byUser = createSlidingCounter(clock);
  const bySource = createSlidingCounter(clock);
  const refused = createSlidingCounter(clock);
  return {
    limiting: (gatekeeper) => ({
      authenticate: async (request) => {
        // Asked once more within a request that was counted.
        if (request.caller !== undefined) return gatekeeper.authenticate(request);
        const principal = await gatekeeper.authenticate(request).catch((error: unknown) => {
          if (error instanceof ApiError && error.status === 401) countRefusal(request.origin.address);
          throw error;
        });
        pass(byUser.take(`${principal.userId} ${apiOf(request)}`, limitOf(request)));
        return principal;
      },
      admitToProject: (principal, projectId) => gatekeeper.admitToProject(principal, projectId),
      nameProject: async (principal, projectId) => gatekeeper.nameProject?.(principal, projectId),
      protectRoot: (caller, call) => gatekeeper.protectRoot(caller, call),
    }),
    addTo: (app) => {
      app.addHook('onRequest', async (request) => {
        const { declaration } = request.routeOptions.config;
        // The description of the API declares no operation.
        if (declaration === undefined ? request.is404 : isUncounted(declaration)) return;
        const source = sourceOf(request.origin.address);
        pass(bySource.take(`${source} ${apiOf(request)}`, limitOf(request)));
      });
    },
    proofs: {
      right: (userId, operation) => pass(byUser.take(`${userId} ${operation}`, requestLimits.writes)),
      wrong: countRefusal,
    },
  };

  function countRefusal(address: string | undefined): void {
    pass(refused.take(sourceOf(address), requestLimits.refusals));
  }
}

/** Does what proves a caller; a failure of the proof counts. @throws {TooManyRequests} in place of a 401, after too many */
export async function countProof<Proven>(
  limits: ProofLimits | undefined,
  address: string | undefined,
  prove: () => Promise<Proven>,
): Promise<Proven> {
  try {
    return await prove();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) limits?.wrong(address);
    throw error;
  }
}

function pass(wait: number | undefined): void {
  if (wait !== undefined) throw new TooManyRequests(wait);
}

function apiOf(request: FastifyRequest): string {
  const { config, url = '' } = request.routeOptions;
  return config.declaration?.operation ?? `${request.method} ${url}`;
}

function limitOf(request: FastifyRequest): number {
  const { declaration } = request.routeOptions.config;
  if (declaration?.takesBytes === true || declaration?.operation === 'DownloadScreenFile')
    return requestLimits.pieces;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads ? requestLimits.queries : requestLimits.writes;
}
