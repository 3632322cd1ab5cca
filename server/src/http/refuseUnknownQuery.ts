import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors/errors.js';
import { isClientParameter, takesAnyParameter } from './clientParameters.js';

/**
 * Refuses a parameter behind the `?` that neither the operation nor any definition of it knows: passed over, a filter with a slip of
 * the pen would answer as if it were none. What clients send beyond the definitions passes (`clientParameters.ts`).
 */
export function refuseUnknownQuery(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ query, routeOptions }) => {
    const { declaration } = routeOptions.config;
    const given = Object.keys(Object(query));
    if (given.length === 0 || declaration === undefined || takesAnyParameter(declaration)) return;
    const schema: { querystring?: { properties?: object } } = Object(routeOptions.schema);
    const own = Object.keys(schema.querystring?.properties ?? {});
    const notOffered = Object.keys(declaration.notOffered ?? {});
    const unknown = given.find(
      (name) =>
        !own.includes(name) && !notOffered.includes(`query.${name}`) && !isClientParameter(declaration, name),
    );
    if (unknown === undefined) return;
    throw new ApiError('WKS.0001', [wordsOf(unknown, own)], `query: ${unknown}`);
  });
}

function wordsOf(unknown: string, own: readonly string[]) {
  const names = own.join(', ');
  return own.length === 0
    ? { en: `${unknown}: this operation has no query parameters`, zh: `${unknown}：该操作没有查询参数` }
    : {
        en: `${unknown} is no query parameter of this operation; it has ${names}`,
        zh: `该操作没有查询参数${unknown}；可用的有${names}`,
      };
}
