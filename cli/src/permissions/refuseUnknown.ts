import { permissions } from '@deskplane/server/access/permissions/table.js';
import { readActionName } from '@deskplane/server/access/policies/matchActions.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';
import { nearestFirst } from '../text/nearest.js';
import { type AskedOperation, knownVerbs } from './nameOperation.js';

/** As many as fit a few lines. */
const shownAtMost = 5;

const actions = [
  ...new Set(Object.values(permissions).flatMap(({ action }) => (action === undefined ? [] : [action]))),
];

/**
 * Refuses an operation that there is not, with those that there are, the nearest first. An action may be one of another service, so
 * that it is only remarked upon.
 * @throws {Failure} `usage`
 */
export function refuseUnknown(
  session: Session,
  { operation }: AskedOperation,
  words: readonly string[],
): void {
  if (operation.includes(':')) {
    const [nearest = ''] = nearestFirst(operation, actions);
    if (readActionName(nearest).whole !== readActionName(operation).whole && !session.json)
      session.terminal.note(
        session.terminal.messages.permissions.unknown.action(printable(operation), nearest),
      );
    return;
  }
  const names = Object.keys(permissions);
  if (names.some((name) => name.toLowerCase() === operation.toLowerCase())) return;
  // Either a name as the API has it, or a verb and a noun.
  const isName = words[0] === operation;
  throw unknownOperation(
    session,
    isName ? operation : words.slice(0, 2).join(' '),
    isName ? names : undefined,
  );
}

/** What to say of words that name nothing to ask about. @param names the operations, where one of them was meant */
export function unknownOperation({ terminal }: Session, typed: string, names?: readonly string[]): Failure {
  const known = nearestFirst(typed, names ?? knownVerbs);
  const [nearest, rest] = [known.slice(0, shownAtMost), known.slice(shownAtMost)];
  const { operation } = terminal.messages.permissions.unknown;
  const sentence = operation(printable(typed), nearest, names === undefined ? rest : []);
  return new Failure(exitCodes.usage, sentence, {}, { known });
}
