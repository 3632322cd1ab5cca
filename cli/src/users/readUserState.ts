import { at } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import type { Session } from '../session.js';

/** What keeps a desktop user out; undefined for who may not see users. */
export async function readUserState(
  { api }: Session,
  id: string,
): Promise<{ readonly disabled: boolean; readonly locked: boolean } | undefined> {
  try {
    const { body } = await api.get(`/users/${id}`);
    return {
      disabled: at(body, 'user_detail', 'disabled') === true,
      locked: at(body, 'user_detail', 'locked') === true,
    };
  } catch (error) {
    if (error instanceof Refusal && error.status === 403) return undefined;
    throw error;
  }
}
