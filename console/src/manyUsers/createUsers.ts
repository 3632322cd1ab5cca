import { nextBatch, userAtFault } from '@deskplane/server/users/newUserBatches.js';
import { newUserBody } from '@deskplane/server/users/newUserFaults.js';
import { callOperation } from '../api/operations';
import { ServiceError } from '../api/serviceError';
import { pauses } from '../lists/pause';
import type { ListedUser } from './checkUsers';

/** What came of creating a user. `lost`: nobody answered, and nobody could be asked what came of it. */
export type UserState =
  | { readonly kind: 'waiting' | 'sending' | 'invited' | 'created' }
  | { readonly kind: 'refused' | 'lost'; readonly error: Error };

interface Parts {
  readonly projectId: string;
  readonly onState: (row: ListedUser, state: UserState) => void;
  /** The service asks to come back after so many seconds; 0: no longer. */
  readonly onPatience: (seconds: number) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Whether nobody knows what came of an attempt before. */
  readonly wasLost: (row: ListedUser) => boolean;
  /** Somebody wants no more of them to be created. */
  readonly isStopped: () => boolean;
}

/**
 * Creates the users of a list, many in a call, as fast as the service takes them. A call makes all of its users or none; one who is at
 * fault is left out of the next. Where an answer was lost, it is looked who is there before anybody is sent again; should the first call
 * have been on its way still, then the names are taken and the second one is refused: nobody is made twice. What would stop every other
 * one as well stops the list.
 */
export async function createUsers(rows: readonly ListedUser[], parts: Parts): Promise<void> {
  let left = rows;
  while (left.length > 0 && !parts.isStopped()) {
    const batch = nextBatch(left, ({ fields }) => fields.password !== undefined);
    left = left.slice(batch.length);
    for (const row of batch) parts.onState(row, { kind: 'sending' });
    const error = await createBatch(batch, parts);
    if (error !== undefined && isEverybodys(error)) return;
  }
}

/** No right, no session, no room for more users, no service. */
function isEverybodys(error: Error): boolean {
  if (!(error instanceof ServiceError)) return true;
  return ![400, 409].includes(error.status) || error.code === 'DPL.4091';
}

/** Makes the users of one call, without those at fault. @returns what kept some of them from being made */
async function createBatch(batch: readonly ListedUser[], parts: Parts): Promise<Error | undefined> {
  let left = batch;
  let isAnswerLost = batch.some(parts.wasLost);
  let refusal: Error | undefined;
  for (let attempt = 0; left.length > 0; ) {
    try {
      const { users } = await callOperation(parts.projectId, 'BatchCreateUsers', {
        body: { users: left.map(({ fields }) => newUserBody(fields)) },
      });
      for (const [index, row] of left.entries())
        parts.onState(row, { kind: users[index]?.invited === true ? 'invited' : 'created' });
      return refusal;
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.status === 429 && error.retryAfter !== undefined) {
        parts.onPatience(error.retryAfter);
        await parts.pause(error.retryAfter * 1_000);
        parts.onPatience(0);
        continue;
      }
      const isOpen = error.status === 0 || error.status >= 500;
      if (isOpen || (isAnswerLost && error.status === 409)) {
        isAnswerLost = isOpen;
        const there = await findThere(left, parts.projectId);
        for (const row of left) if (there.has(row)) parts.onState(row, { kind: 'created' });
        left = left.filter((row) => !there.has(row));
        if (!isOpen) continue;
        const pause = pauses[attempt];
        attempt += 1;
        if (left.length === 0) return refusal;
        if (pause === undefined) return giveUp(left, { kind: 'lost', error }, parts);
        await parts.pause(pause);
        continue;
      }
      if (isEverybodys(error)) return giveUp(left, { kind: 'refused', error }, parts);
      refusal = error;
      const refused = atFault(left, error);
      for (const row of refused) parts.onState(row, { kind: 'refused', error });
      left = left.filter((row) => !refused.includes(row));
    }
  }
  return refusal;
}

function giveUp(
  rows: readonly ListedUser[],
  state: Extract<UserState, { readonly error: Error }>,
  { onState }: Parts,
): Error {
  const [first, ...others] = rows;
  if (first !== undefined) onState(first, state);
  // Of a call that is over nothing is known of any of them; of one that was refused, that none was made.
  for (const row of others) onState(row, state.kind === 'lost' ? state : { kind: 'waiting' });
  return state.error;
}

/** Who is refused: the one that the service names; all of them where it names none. */
function atFault(rows: readonly ListedUser[], error: ServiceError): readonly ListedUser[] {
  const index = userAtFault(error.detail);
  const row = index === undefined ? undefined : rows[index];
  return row === undefined ? rows : [row];
}

/** As many names as one call of ListUsers takes. */
const maxNames = 100;

/** Those of the list who are there, with the address that it gives them; nobody as well where nobody answers. */
async function findThere(rows: readonly ListedUser[], projectId: string): Promise<ReadonlySet<ListedUser>> {
  const addresses = new Map<string, string>();
  try {
    for (let start = 0; start < rows.length; start += maxNames) {
      const user_names = rows.slice(start, start + maxNames).map(({ fields }) => fields.user_name);
      const { users } = await callOperation(projectId, 'ListUsers', {
        query: { user_names, is_query_total_desktops: false },
      });
      for (const { user_name, user_email } of users) addresses.set(user_name.toLowerCase(), user_email);
    }
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
  }
  return new Set(
    rows.filter(({ fields }) => addresses.get(fields.user_name.toLowerCase()) === (fields.user_email ?? '')),
  );
}
