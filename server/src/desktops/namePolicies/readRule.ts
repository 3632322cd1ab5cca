import type { Selectable } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { NamingRule } from './nameByPolicy.js';

/** How a policy names, of its row. */
export function readRule(
  row: Omit<
    Selectable<Schema['desktop_name_policies']>,
    'created_at' | 'id' | 'project_id' | 'name' | 'is_default'
  >,
): NamingRule {
  return {
    namePrefix: row.name_prefix,
    digitNumber: row.digit_number,
    startNumber: row.start_number,
    numbersEachUser: row.numbers_each_user,
    truncatesPrefix: row.truncates_prefix,
  };
}
