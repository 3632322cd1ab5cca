import { Type } from 'typebox';
import { authorize } from '../access/authorize.js';
import { type AdmissionParts, identifyCaller } from './admitRequests.js';
import { flat } from './declare.js';
import {
  createCounter,
  createHistogram,
  type MetricSource,
  metricsContentType,
  writeMetrics,
} from './metricText.js';
import { isOnThisMachine } from './origin/onThisMachine.js';
import { watchProcess } from './processMetrics.js';
import type { Server } from './server.js';

export interface MetricsParts {
  readonly admission: AdmissionParts;
  /** Everything else that is counted, in the order in which it is shown. */
  readonly sources: readonly MetricSource[];
}

/**
 * `/metrics` in the Prometheus text format, and the counting of requests. To be added before the routes, so that all of them
 * are counted.
 */
export function addMetrics(app: Server, parts: MetricsParts): void {
  const requests = countRequests(app);
  const running = watchProcess();
  app.addHook('onClose', async () => running.stop());
  const sources = [...parts.sources, requests, running];
  app.get('/metrics', declared, async (request, reply) => {
    if (!isOnThisMachine(request)) {
      const caller = await identifyCaller(parts.admission, request, declared.config.declaration);
      authorize(caller, { projectId: undefined });
    }
    const families = await Promise.all(sources.map(async (source) => source.collect()));
    return reply.type(metricsContentType).send(writeMetrics(families.flat()));
  });
}

/** Open to some without credentials, so the route itself asks the others for theirs. */
const declared = flat('ShowMetrics', 'Metrics for Prometheus', {
  description:
    'Open to callers on the same machine (loopback, not through a proxy); to others with a credential that may ' +
    'workspace:service:getMetrics. No metric names a project, a desktop or a user.',
  anonymous: true,
  produces: ['text/plain'],
  answers: { 200: Type.String({ description: metricsContentType }) },
});

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Requests by route and status. A path that no route has is one label, whatever it was. */
function countRequests(app: Server): MetricSource {
  const requests = createCounter();
  const durations = createHistogram(seconds);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    const { method } = request;
    requests.add({ method, route, status: String(reply.statusCode) });
    // A stream lasts as long as its listener wants.
    if (!String(reply.getHeader('content-type')).startsWith('text/event-stream'))
      durations.observe({ method, route }, reply.elapsedTime / 1000);
  });
  return {
    collect: () => [
      {
        name: 'deskplane_http_requests_total',
        help: 'Requests answered by this process.',
        type: 'counter',
        samples: requests.samples(),
      },
      {
        name: 'deskplane_http_request_duration_seconds',
        help: 'From a request to the end of its answer, streams left out.',
        type: 'histogram',
        samples: durations.samples(),
      },
    ],
  };
}
