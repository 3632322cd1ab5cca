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

/** `deskplane clock move`: by a while, such as 25h, or to a time. */
export async function moveClock(session: Session, way: string): Promise<void> {
  say(session, await whereControlled(session, () => session.api.postService(path, readWay(session, way))));
}

function readWay(session: Session, way: string): object {
  const [, number, unit = ''] = /^([1-9]\d{0,8})([smhd])$/.exec(way) ?? [];
  const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 }[unit];
  if (number !== undefined && seconds !== undefined) return { move_by_seconds: Number(number) * seconds };
  // What exactly is wrong with a time the service says.
  if (/^\d{4}-/.test(way)) return { set_to: way };
  throw new Failure(exitCodes.usage, session.terminal.messages.testDouble.clock.badWay(way));
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
