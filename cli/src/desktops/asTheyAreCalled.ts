import { printable } from '@deskplane/verify/text/printable.js';
import { textAt } from '../api/json.js';
import { Refusal } from '../api/sendRequest.js';
import type { Session } from '../session.js';
import { type Desktop, wordFor } from './findDesktops.js';

type Named = Pick<Desktop, 'id' | 'name'>;

/** As {@link speakByName}, for the failure of a call: whatever else went wrong stays as it is. */
export function asTheyAreCalled(session: Session, desktops: readonly Named[]): (error: unknown) => never {
  return (error) => {
    throw error instanceof Refusal ? speakByName(session, desktops, error) : error;
  };
}

/**
 * A refusal that speaks of desktops by their names instead of IDs, and of their states as `desktop list` does. For one that is protected
 * it names the command that leads out. One that is about something else stays as it is.
 */
export function speakByName({ terminal }: Session, desktops: readonly Named[], refusal: Refusal): Refusal {
  const { messages } = terminal;
  const meant = desktops.find(({ id }) => id !== '' && refusal.message.includes(id));
  if (meant === undefined || refusal.status !== 409) return refusal;
  const stated = refusal.message.replace(
    /(?<=["“])[\w-]+(?=["”])/g,
    (state) => textAt(messages.tasks, state) || textAt(messages.statuses, state) || state,
  );
  // As text: a name may hold what a replacement would read as a pattern.
  const named = stated.replaceAll(meant.id, () => printable(meant.name) || meant.id);
  const isProtected = refusal.facts['error_code'] === 'DPL.0423';
  const message = isProtected ? messages.delete.unprotect(named, wordFor(meant)) : named;
  return new Refusal(refusal.status, message, refusal.facts, refusal.retryAfter);
}
