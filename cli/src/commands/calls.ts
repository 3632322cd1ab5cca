import { formatTime } from '@deskplane/verify/text/formatTime.js';
import type { Query } from '../api/connectApi.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { whereControlled } from './faults.js';

const path = '/_deskplane/calls';

/** `deskplane call list`. */
export async function showCalls(session: Session, filter: Query): Promise<void> {
  const { terminal, api } = session;
  const { callTitles, noCalls, more } = terminal.messages.testDouble;
  const { body } = await whereControlled(session, () => api.getService(path, filter));
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const calls = listAt(body, 'calls');
  if (calls.length === 0) {
    terminal.note(noCalls);
    return;
  }
  const rows = calls.map((call) => [
    formatTime(textAt(call, 'asked_at')),
    textAt(call, 'method'),
    textAt(call, 'operation'),
    textAt(call, 'status'),
    textAt(call, 'user'),
    textAt(call, 'fault_id'),
    textAt(call, 'request_id'),
    textAt(call, 'path'),
  ]);
  const { time, method, operation, status, user, fault, request, address } = callTitles;
  const titles = [time, method, operation, status, user, fault, request, address];
  terminal.say(formatTable(titles, rows, terminal.columns));
  const total = numberAt(body, 'total_count') ?? 0;
  if (total > calls.length) terminal.note(more(calls.length, total));
}

/** `deskplane call clear`. */
export async function clearCalls(session: Session): Promise<void> {
  await whereControlled(session, () => session.api.deleteService(path));
  if (session.json) sayJson(session, { cleared: null });
  else session.terminal.say(session.terminal.messages.testDouble.callsCleared);
}
