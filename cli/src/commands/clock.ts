import { printable } from '@deskplane/verify/text/printable.js';
import { inOptions } from '../api/inOptions.js';
import { numberAt, textAt } from '../api/json.js';
import { type Answer, Refusal } from '../api/sendRequest.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatSpan } from '../text/formatDuration.js';
import { whereControlled } from './faults.js';

const path = '/_deskplane/clock';

/** `deskplane clock show`: what the clock of a test double shows. */
export async function showClock(session: Session): Promise<void> {
  say(session, await whereControlled(session, () => session.api.getService(path)));
}

/** `deskplane clock move`: by a while, such as 25h, or to a time. */
export async function moveClock(session: Session, way: string): Promise<void> {
  const body = readWay(session, way);
  const typed = `"${printable(way)}"`;
  // The service counts in seconds, also where it says what is too much.
  const counted = 'move_by_seconds' in body ? `${typed} (${body.move_by_seconds} s)` : typed;
  const answer = await whereControlled(session, () => session.api.postService(path, body)).catch(
    inOptions(
      [
        [/\bmove_by_seconds\b/, counted],
        [/\bset_to\b/, typed],
      ],
      session.terminal.language,
    ),
  );
  say(session, answer);
}

/** Such as `25h`, `2h30m` or `1d 12h`: each unit once, the larger one first. @returns undefined for what is none */
function readSeconds(way: string): number | undefined {
  const form = /^(?:(?<d>\d{1,9})d)?\s*(?:(?<h>\d{1,9})h)?\s*(?:(?<m>\d{1,9})m)?\s*(?:(?<s>\d{1,9})s)?$/;
  const parts = form.exec(way.trim());
  if (parts === null) return undefined;
  const { d, h, m, s } = parts.groups ?? {};
  const whole = Number(d ?? 0) * 86_400 + Number(h ?? 0) * 3_600 + Number(m ?? 0) * 60 + Number(s ?? 0);
  return whole > 0 ? whole : undefined;
}

function readWay(
  session: Session,
  way: string,
): { readonly move_by_seconds: number } | { readonly set_to: string } {
  const seconds = readSeconds(way);
  if (seconds !== undefined) return { move_by_seconds: seconds };
  // What exactly is wrong with a time the service says.
  if (/^\d{4}-/.test(way)) return { set_to: way };
  const { badWay, onlyAhead } = session.terminal.messages.testDouble.clock;
  const isBack = way.startsWith('-') && readSeconds(way.slice(1)) !== undefined;
  throw new Failure(exitCodes.usage, (isBack ? onlyAhead : badWay)(printable(way)));
}

/** `deskplane clock reset`: the real time again. */
export async function resetClock(session: Session): Promise<void> {
  say(session, await whereControlled(session, () => session.api.deleteService(path)));
}

/** By how many seconds tests have moved the clock; undefined: the service is no test double, or says nothing to this caller. @throws {Failure} */
export async function readClockAhead({ api }: Session): Promise<number | undefined> {
  try {
    const { body } = await api.getService(path);
    return numberAt(body, 'ahead_seconds');
  } catch (error) {
    if (error instanceof Refusal && [401, 403, 404].includes(error.status)) return undefined;
    throw error;
  }
}

function say(session: Session, { body }: Answer): void {
  if (session.json) return sayJson(session, body);
  const { terminal } = session;
  const { real, ahead } = terminal.messages.testDouble.clock;
  const seconds = numberAt(body, 'ahead_seconds') ?? 0;
  const now = textAt(body, 'now');
  terminal.say(seconds === 0 ? real(now) : ahead(now, formatSpan(seconds, terminal.language)));
}
