import { ApiError } from '../../errors/errors.js';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly page_info: { readonly next_marker: string | null; readonly current_count: number };
}

/**
 * One page of a list that is in order of its keys. The marker names the last item of the page before, so that what comes or
 * goes meanwhile makes no other item appear twice or not at all.
 * @param keyOf unique, and growing along the list
 * @throws {ApiError} PAP5.0010 for a marker that is none of ours
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { limit, marker }: { readonly limit: number; readonly marker?: string | undefined },
): Page<Item> {
  const after = marker === undefined ? undefined : readMarker(marker);
  const rest = after === undefined ? items : items.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const next = last === undefined || page.length === rest.length ? null : writeMarker(keyOf(last));
  return { items: page, page_info: { next_marker: next, current_count: page.length } };
}

/** Puts a list in the order of its keys, the same on every replica whatever its locale. */
export function inOrder<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  return [...items].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

const writeMarker = (key: string): string => Buffer.from(`m:${key}`).toString('base64url');

function readMarker(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString();
  if (!text.startsWith('m:') || Buffer.from(text).toString('base64url') !== marker) {
    throw new ApiError('PAP5.0010');
  }
  return text.slice(2);
}
