import { at, textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import type { Session } from '../session.js';

/** How the people who work on desktops are reached, and where they sign in. */
export interface Reach {
  readonly enterpriseId: string;
  /** Empty: the service does not know its own address, and mails have no link. */
  readonly deskUrl: string;
  /** There is no mail server: mails become files, and nobody gets them. */
  readonly keepsMails: boolean;
}

/** Undefined for those who may not see it. @throws {Failure} */
export async function readReach({ api }: Session): Promise<Reach | undefined> {
  try {
    const { body } = await api.get('/workspaces');
    return {
      enterpriseId: textAt(body, 'enterprise_id'),
      deskUrl: textAt(body, 'desk_url'),
      keepsMails: at(body, 'mail_delivery') === 'kept',
    };
  } catch (error) {
    if (error instanceof Refusal && [401, 403].includes(error.status)) return undefined;
    throw error;
  }
}

/** Says so where mails reach nobody. @throws {Failure} */
export async function noteKeptMails(session: Session): Promise<void> {
  if (session.json) return;
  const reach = await readReach(session);
  if (reach?.keepsMails === true) session.terminal.note(session.terminal.messages.user.mailKept);
}
