import type { Database } from './connect.js';

const ofOneMoment = Symbol('of one moment');

/** Where whatever is read is as it was at one moment. */
export type Snapshot = Database & { readonly [ofOneMoment]: true };

/** Reads several things of one moment, so that a page of a list agrees with how many there are on all pages. */
export function inOneSnapshot<Result>(
  database: Database,
  read: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((transaction) => read(Object.assign(transaction, { [ofOneMoment]: true } as const)));
}
