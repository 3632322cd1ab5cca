import { momentAfter } from '../../database/moment.js';

/**
 * SQL for the present moment in the life of an item of a deletion: never before its creation, the acceptance of its deletion, or
 * anything else that happened to it.
 * @param row what a row of `deletion_items` is called in the statement
 */
export function itemNow(row: string): string {
  return momentAfter(
    `(select x.accepted_at from deletions x where x.desktop_id = ${row}.desktop_id)`,
    `(select y.engine_created_at from items y where y.id = ${row}.item_id)`,
    `${row}.first_asked_at`,
    `${row}.asked_at`,
    `${row}.first_absent_at`,
  );
}
