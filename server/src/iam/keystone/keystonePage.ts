import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { ApiError } from '../../errors/errors.js';
import { maxOffset } from '../../http/schemas/paging.js';
import { oneLineText } from '../../http/schemas/text.js';
import { TextOrNull } from '../../http/schemas/values.js';
import { endpointOf, type LinkParts } from './endpoint.js';

/** The links of a list of Keystone's: `next` as long as there is more. There is no way back. */
export const ListLinks = Type.Object({
  next: TextOrNull,
  previous: TextOrNull,
  self: Type.String(),
});

/** What every list of Keystone's takes. */
export const pageFields = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: maxOffset, description: 'At most so many; omitted: all.' }),
  ),
  marker: Type.Optional(
    oneLineText(255, {
      minLength: 1,
      description: 'The id of the last one that was seen: what comes after it, in the order of ids.',
    }),
  ),
};

/** For lists that take nothing else. */
export const PageQuery = Type.Object(pageFields);

interface PageRequest {
  readonly limit?: number;
  readonly marker?: string;
}

/**
 * The part of a list that a request asks for by `limit` and `marker`, and how to go on from there. Whoever goes on page by page gets
 * everything that stays there meanwhile exactly once: pages are in the order of ids, and the last one seen may be gone by then.
 * A list that is asked for whole keeps its order.
 * @param all with ids of which no two are alike
 * @throws {ApiError} WKS.0001 for a marker that is no id
 */
export function keystonePage<Item extends { readonly id: string }>(
  request: FastifyRequest<{ Querystring: PageRequest }>,
  parts: LinkParts,
  all: readonly Item[],
): { readonly items: readonly Item[]; readonly links: Static<typeof ListLinks> } {
  const { limit, marker } = request.query;
  // A query may hold question marks of its own (RFC 3986 §3.4).
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url) ?? [];
  const self = `${endpointOf(request, parts)}${path}`;
  if (limit === undefined && marker === undefined) {
    return { items: all, links: { self, next: null, previous: null } };
  }
  if (marker !== undefined) refuseNoId(marker, all);
  const rest = all
    .filter((item) => marker === undefined || item.id > marker)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  if (last === undefined || items.length === rest.length) {
    return { items, links: { self, next: null, previous: null } };
  }
  const following = new URLSearchParams(query);
  following.set('marker', last.id);
  return { items, links: { self, next: `${self}?${following.toString()}`, previous: null } };
}

/** The id of one that is gone cannot be told from one that never was; another text can. */
function refuseNoId(marker: string, all: readonly { readonly id: string }[]): void {
  if (/^[0-9a-f]{32}$/.test(marker) || all.some(({ id }) => id === marker)) return;
  throw new ApiError(
    'WKS.0001',
    [{ en: 'marker must be the id of one of the list', zh: 'marker必须是列表中某一项的ID' }],
    'query: marker',
  );
}
