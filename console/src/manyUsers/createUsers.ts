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
 * Creates the users of a list, one after the other, as fast as the service takes them. Where an answer was lost, it is looked whether the
 * user is there before he is sent again; should the first call have been on its way still, then the name is taken and the second one is
 * refused: nobody is made twice. What would stop every other one as well stops the list.
 */
export async function createUsers(rows: readonly ListedUser[], parts: Parts): Promise<void> {
  for (const row of rows) {
    if (parts.isStopped()) return;
    parts.onState(row, { kind: 'sending' });
    const state = await createUser(row, parts);
    parts.onState(row, state);
    if ('error' in state && isEverybodys(state.error)) return;
  }
}

/** No right, no session, no room for more users, no service. */
function isEverybodys(error: Error): boolean {
  if (!(error instanceof ServiceError)) return true;
  return ![400, 409].includes(error.status) || error.code === 'DPL.4091';
}

async function createUser(row: ListedUser, parts: Parts): Promise<UserState> {
  let isAnswerLost = parts.wasLost(row);
  for (let attempt = 0; ; ) {
    try {
      const { invited } = await callOperation(parts.projectId, 'CreateDesktopUser', {
        body: newUserBody(row.fields),
      });
      return { kind: invited ? 'invited' : 'created' };
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      if (error.status === 429 && error.retryAfter !== undefined) {
        parts.onPatience(error.retryAfter);
        await parts.pause(error.retryAfter * 1_000);
        parts.onPatience(0);
        continue;
      }
      const isOpen = error.status === 0 || error.status >= 500;
      if (!isOpen && !(isAnswerLost && error.status === 409)) return { kind: 'refused', error };
      isAnswerLost = true;
      if (await isThere(row, parts.projectId)) return { kind: 'created' };
      if (!isOpen) return { kind: 'refused', error };
      const pause = pauses[attempt];
      attempt += 1;
      if (pause === undefined) return { kind: 'lost', error };
      await parts.pause(pause);
    }
  }
}

/** @returns false as well where nobody answers */
async function isThere({ fields }: ListedUser, projectId: string): Promise<boolean> {
  try {
    const { users } = await callOperation(projectId, 'ListUsers', {
      query: { user_name: fields.user_name, limit: '1' },
    });
    return users.some(({ user_email }) => user_email === (fields.user_email ?? ''));
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}
