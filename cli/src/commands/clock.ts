import { numberAt, textAt } from '../api/json.js';
import type { Answer } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { whereControlled } from './faults.js';

const path = '/_deskplane/clock';

/** `deskplane clock show`: what the clock of a test double shows. */
export async function showClock(session: Session): Promise<void> {
  say(session, await whereControlled(session, () => session.api.getService(path)));
}

/** `deskplane clock move`: by a while, or to a time. */
export async function moveClock(
  session: Session,
  move: { readonly by?: number; readonly to?: string },
): Promise<void> {
  const { by, to } = move;
  if ((by === undefined) === (to === undefined))
    throw new Failure(exitCodes.usage, session.terminal.messages.testDouble.clock.byOrTo);
  const body = by === undefined ? { set_to: to } : { move_by_seconds: by };
  say(session, await whereControlled(session, () => session.api.postService(path, body)));
}

/** `deskplane clock reset`: the real time again. */
export async function resetClock(session: Session): Promise<void> {
  say(session, await whereControlled(session, () => session.api.deleteService(path)));
}

function say(session: Session, { body }: Answer): void {
  if (session.json) return sayJson(session, body);
  const { terminal } = session;
  const { real, ahead } = terminal.messages.testDouble.clock;
  const seconds = numberAt(body, 'ahead_seconds') ?? 0;
  const now = textAt(body, 'now');
  terminal.say(seconds === 0 ? real(now) : ahead(now, seconds));
}
