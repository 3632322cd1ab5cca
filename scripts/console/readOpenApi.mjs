import { createServer } from '../../server/dist/http/server.js';
import { addRoutes } from '../../server/dist/routes.js';

/**
 * The OpenAPI document of the routes as they are compiled, without a database, an engine or a port: adding a route asks nothing of
 * what it is made with.
 * @returns {Promise<object>} what a running service without a public address makes its `/openapi.json` of
 */
export async function readOpenApi() {
  const server = await createServer({
    logger: quiet,
    gatekeeper: inert,
    ambient: inert,
    region: '',
    newRequestId: () => '',
  });
  addRoutes(server, inertParts);
  await server.ready();
  return server.swagger();
}

/** Stands in for whatever is only used once a request comes; as a text it is empty. */
const inert = new Proxy(() => inert, {
  get: (_, name) => (name === 'then' ? undefined : name === Symbol.toPrimitive ? () => '' : inert),
});

const given = { publicUrl: undefined, limits: undefined, sources: [] };
const inertParts = new Proxy({}, { get: (_, name) => (name in given ? given[name] : inert) });

const quiet = Object.fromEntries(
  ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => [level, () => undefined]),
);
quiet.child = () => quiet;
