import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { at, listAt, numberAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { readOlderHead } from './readOlderHead.js';

export interface AuditFilter {
  readonly since?: string;
  readonly until?: string;
  readonly user?: string;
  readonly name?: string;
  readonly resource?: string;
  readonly denied?: true;
  readonly limit: number;
}

/** `deskplane audit list`. */
export async function listAudit(session: Session, filter: AuditFilter): Promise<void> {
  const { terminal, api } = session;
  const { titles, outcomes, none, more } = terminal.messages.audit;
  const { body } = await api.getService(pathOf(session), {
    limit: filter.limit,
    from: timeOf(session, filter.since),
    to: timeOf(session, filter.until),
    user: filter.user,
    trace_name: filter.name,
    resource_id: filter.resource,
    trace_rating: filter.denied === true ? 'warning' : undefined,
  });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const events = listAt(body, 'traces');
  if (events.length === 0) {
    terminal.note(none);
    return;
  }
  const rows = events.map((event) => [
    formatTime(new Date(numberAt(event, 'time') ?? 0).toISOString()),
    textAt(event, 'trace_name'),
    textAt(event, 'user', 'name') || textAt(event, 'user', 'id') || '-',
    textAt(event, 'source_ip') || '-',
    textAt(event, 'resource_id') || '-',
    textAt(event, 'code'),
    textAt(outcomes, textAt(readJson(textAt(event, 'message')), 'outcome')),
  ]);
  const { time, name, user, from, resource, code, outcome } = titles;
  terminal.say(formatTable([time, name, user, from, resource, code, outcome], rows, terminal.columns));
  if (at(body, 'meta_data', 'marker') !== null) terminal.note(more);
}

/** `deskplane audit export`: prints the file that `audit verify` checks. */
export async function exportAudit(
  session: Session,
  { since, until, head }: { readonly since?: string; readonly until?: string; readonly head?: string },
): Promise<void> {
  const older = head === undefined ? undefined : await readOlderHead(head, session.terminal.messages);
  const size = older === undefined ? undefined : numberAt(readJson(fromBase64(older.payload)), 'size');
  const text = await session.api.getText(`${pathOf(session)}/export`, {
    from: timeOf(session, since),
    to: timeOf(session, until),
    first: size,
  });
  session.terminal.print(text.replace(/\n$/, ''));
}

/** `deskplane audit retain`. */
export async function retainAudit(session: Session, keep: string): Promise<void> {
  const { terminal, api } = session;
  const { retained, nothingOld, badTime } = terminal.messages.audit;
  if (!/^\d{1,5}[hd]$/.test(keep)) throw new Failure(exitCodes.usage, badTime(keep));
  const { body } = await api.postService(`${pathOf(session)}/retain`, { before: timeOf(session, keep) });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const checkpoint = numberAt(body, 'checkpoint');
  const letGo = numberAt(body, 'let_go') ?? 0;
  terminal.say(checkpoint === undefined ? nothingOld : retained(letGo, checkpoint));
}

const pathOf = ({ credentials }: Session): string => `/v3/${credentials.project_id}/traces`;

/** A date, or an age before now, in milliseconds. @throws {Failure} `usage` */
function timeOf(session: Session, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const age = /^(\d{1,5})([hd])$/.exec(word);
  if (age !== null) {
    return session.now().getTime() - Number(age[1]) * (age[2] === 'h' ? 3_600_000 : 86_400_000);
  }
  const time = /^\d{4}-\d\d-\d\d/.test(word) ? Date.parse(word) : Number.NaN;
  if (Number.isNaN(time)) throw new Failure(exitCodes.usage, session.terminal.messages.audit.badTime(word));
  return time;
}

const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
