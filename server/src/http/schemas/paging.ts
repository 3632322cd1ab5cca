import { Type } from 'typebox';

/** How far a list can be passed over: what a PostgreSQL `integer` holds. */
const maxWay = 2_147_483_647;

/** How many entries of a list to pass over. */
export const Offset = Type.Integer({ minimum: 0, maximum: maxWay, default: 0 });

/**
 * How many entries of a list to answer.
 * @param most that one answer holds
 * @param usual when nothing is said
 * @param least 1 where an answer without entries makes no sense
 */
export function limitOf(max: number, usual = max, least = 0) {
  return Type.Integer({ minimum: least, maximum: max, default: usual });
}

/** The number of a page, where pages are numbered. */
export const PageNumber = Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 });

/** A number of entries as text, where it is documented so. */
export const CountText = Type.String({ pattern: '^[0-9]{1,9}$', description: 'A number as text.' });
