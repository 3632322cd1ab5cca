import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiError } from '../errors.js';
import type { Gatekeeper } from '../guard.js';
import { createSlidingCounter } from './slidingCounter.js';
import { sourceOf } from './sourceOf.js';
import { TooManyRequests } from './tooManyRequests.js';

/** How many requests a minute are answered (api-facts §9). Counted by each replica for itself. */
export const requestLimits = {
  /** Of one user to one API, when it only reads. */
  queries: 200,
  /** Of one user to one API otherwise, queries by POST included. */
  writes: 100,
  /** With wrong credentials, from one source. After that nothing is looked at that comes from there. */
  refusals: 100,
} as const;

export interface RequestLimits {
  /** The same gatekeeper, who counts whom he lets in by user and API, and whom he turns away by source. */
  guarding(gatekeeper: Gatekeeper): Gatekeeper;
  /** Before a request is read: APIs that are open to anyone, log-in among them, by source; and sources that guess. */
  addTo(app: FastifyInstance): void;
}

/** What a probe asks every second must not come to an end. */
const unlimited: ReadonlySet<string> = new Set<string>(['ShowHealth', 'ShowReadiness', 'ShowMetrics']);

/** @param clock monotonic milliseconds */
export function createRequestLimits(clock: () => number = () => performance.now()): RequestLimits {
  const byUser = createSlidingCounter(clock);
  const bySource = createSlidingCounter(clock);
  const refused = createSlidingCounter(clock);
  return {
    guarding: (gatekeeper) => ({
      authenticate: async (request) => {
        // Asked once more within a request that was counted.
        if (request.caller !== undefined) return gatekeeper.authenticate(request);
        // Once more here, for routes that are open to some without credentials.
        pass(refused.wait(sourceOf(request.ip), requestLimits.refusals));
        const principal = await countRefusal(request, () => gatekeeper.authenticate(request));
        pass(byUser.take(`${principal.userId} ${apiOf(request)}`, limitOf(request)));
        return principal;
      },
      enterProject: (principal, projectId) => gatekeeper.enterProject(principal, projectId),
      nameProject: async (principal, projectId) => gatekeeper.nameProject?.(principal, projectId),
      protectRoot: (caller, call) => gatekeeper.protectRoot(caller, call),
    }),
    addTo: (app) => {
      app.addHook('onRequest', async (request) => {
        const { declaration } = request.routeOptions.config;
        const source = sourceOf(request.ip);
        if (declaration?.anonymous !== true) {
          pass(refused.wait(source, requestLimits.refusals));
        } else if (!unlimited.has(declaration.operation)) {
          pass(bySource.take(`${source} ${apiOf(request)}`, limitOf(request)));
        }
      });
    },
  };

  async function countRefusal<T>(request: FastifyRequest, authenticate: () => Promise<T>): Promise<T> {
    try {
      return await authenticate();
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) refused.add(sourceOf(request.ip));
      throw error;
    }
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
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads ? requestLimits.queries : requestLimits.writes;
}
