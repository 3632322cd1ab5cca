import type { FastifyInstance } from 'fastify';

/** Words where an id stands in a path, as the names of operations are: `networks`, `change-username`. No id is one. */
const words = /^(?=.{4})[a-z]+(?:[-_][a-z]+)*$/;

/** Whose paths have other operations beside those of one thing. */
const collections =
  /^\/v2\/:project_id\/(?:desktops|users|groups|desktop-pools|policy-groups|scheduled-tasks|volumes|workspace-jobs)\//;

/**
 * Answers as for every operation that there is none of, where a path has words in the place of an id: `GET …/desktops/networks` is
 * another operation than the one that shows a desktop (docs/reference/choices.md#words-for-ids). Before anyone is known, as a
 * gateway does. What merely is a malformed id is the route's to refuse.
 */
export function leaveOtherRoutes(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ params, routeOptions }, reply) => {
    if (!collections.test(routeOptions.url ?? '')) return undefined;
    const named = Object.entries(Object(params)).filter(([name]) => isIdOfThing(name));
    const isOther = named.some(([, value]) => typeof value === 'string' && words.test(value));
    return isOther ? reply.callNotFound() : undefined;
  });
}

const isIdOfThing = (name: string): boolean => name.endsWith('_id') && name !== 'project_id';
