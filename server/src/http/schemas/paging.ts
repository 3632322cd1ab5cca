import { type TObject, Type } from 'typebox';

/** How far a list can be passed over: what a PostgreSQL `integer` holds. */
export const maxOffset = 2_147_483_647;

export interface PageSizes {
  /** Most entries that one answer holds. */
  readonly max: number;
  /** How many it holds when nothing is said; the most. */
  readonly usual?: number;
  /** 1 where an answer without entries makes no sense. */
  readonly min?: 0 | 1;
  /** How far a list can be passed over, where that is published. */
  readonly furthest?: number;
}

/** How many entries of a list to pass over. */
export const Offset = Type.Integer({ minimum: 0, maximum: maxOffset, default: 0 });

/** How many entries of a list to answer. */
export function limitOf({ max, usual = max, min = 0 }: PageSizes) {
  return Type.Integer({ minimum: min, maximum: max, default: usual });
}

/** The query parameters of a list that is read from an offset on. */
export function paging(sizes: PageSizes) {
  const { furthest = maxOffset } = sizes;
  return { offset: Type.Integer({ minimum: 0, maximum: furthest, default: 0 }), limit: limitOf(sizes) };
}

/** The number of a page, where pages are numbered. */
export const PageNumber = Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 });

/** The query parameters of a list whose pages are numbered; an empty page makes no sense. */
export function numberedPaging(sizes: Omit<PageSizes, 'min'>) {
  return {
    page: PageNumber,
    per_page: limitOf({ ...sizes, min: 1 }),
  };
}

/** The entries on one of the pages that {@link numberedPaging} counts. */
export function numberedPage<Entry>(
  entries: readonly Entry[],
  { page, per_page }: { readonly page: number; readonly per_page: number },
): readonly Entry[] {
  return entries.slice((page - 1) * per_page, page * per_page);
}

/** A number of entries as text, where it is documented so. */
export const CountText = Type.String({ pattern: '^[0-9]{1,9}$', description: 'A number as text.' });

/**
 * A number or a list without an upper bound is no query parameter: the first is more than a column holds, the second more than
 * a statement should.
 * @throws {Error} for a route that has one, when it is declared
 */
export function requireBounds(query: TObject, at: string): void {
  for (const [name, schema] of Object.entries(query.properties)) {
    const bound = { integer: 'maximum', number: 'maximum', array: 'maxItems' }[
      String(Reflect.get(schema, 'type'))
    ];
    if (bound !== undefined && !Object.hasOwn(schema, bound))
      throw new Error(`${at}: ${name} has no ${bound}.`);
  }
}
