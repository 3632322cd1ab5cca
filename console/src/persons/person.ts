import type { Answer } from '../api/operations';

export type Person = Answer<'ShowPerson'>;
export type Identity = Answer<'ListPersons'>['persons'][number];

/** What somebody is called: the ID where the name is on record nowhere. */
export function nameOf({ user_name, user_id }: Pick<Identity, 'user_name' | 'user_id'>): string {
  return user_name || user_id;
}
