import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, numberAt, textAt } from '../api/json.js';
import type { Messages } from '../messages/en.js';
import { type Session, sayJson } from '../session.js';
import type { Terminal } from '../terminal.js';
import { formatDuration, formatSeconds } from '../text/formatDuration.js';
import { formatTable } from '../text/table.js';

export interface ListDeletionsOptions {
  /** Empty: all of them. */
  readonly states: readonly string[];
  readonly limit: number;
}

/** `deskplane deletion list`. */
export async function showDeletionList(session: Session, options: ListDeletionsOptions): Promise<void> {
  const { terminal } = session;
  const { messages } = terminal;
  const { body } = await session.api.get('/deletions', { state: options.states, limit: options.limit });
  if (session.json) {
    sayJson(session, body);
    return;
  }
  const deletions = listAt(body, 'deletions');
  const { titles, none, more, released, replayed, simulated } = messages.deletion;
  if (deletions.length === 0) {
    terminal.note(none);
    return;
  }
  const rows = deletions.map((deletion) => {
    const given = numberAt(deletion, 'items_released') ?? 0;
    const state = textAt(messages.deletion.states, textAt(deletion, 'state'));
    const progress = `${textAt(deletion, 'items_ended')}/${textAt(deletion, 'items_total')}`;
    const name = textAt(deletion, 'computer_name') || messages.deletion.erased;
    return [
      nameOf(deletion, name, messages),
      at(deletion, 'replayed') === true ? replayed(state) : state,
      given === 0 ? progress : progress + released(given),
      describeDuration(deletion, terminal),
      formatTime(textAt(deletion, 'accepted_at')),
      describeWaiting(deletion, messages),
      textAt(deletion, 'volume_id') || textAt(deletion, 'snapshot_id') || textAt(deletion, 'desktop_id'),
    ];
  });
  const { desktop, state, progress, took, accepted, waiting, id } = titles;
  terminal.say(formatTable([desktop, state, progress, took, accepted, waiting, id], rows, terminal.columns));
  if (deletions.some((deletion) => textAt(deletion, 'engine') === 'simulated'))
    terminal.note(simulated.listed);
  const total = numberAt(body, 'total_count') ?? 0;
  if (total > deletions.length) terminal.note(more(deletions.length, total));
}

/** Of a finished one what it took, to the fraction that its times have; of another one whole seconds, as the service counts them. */
function describeDuration(deletion: unknown, { messages, language }: Terminal): string {
  const [accepted, completed] = ['accepted_at', 'completed_at'].map((name) =>
    Date.parse(textAt(deletion, name)),
  );
  const took = (completed ?? Number.NaN) - (accepted ?? Number.NaN);
  if (!Number.isNaN(took)) return formatDuration(took, language);
  return messages.deletion.soFar(formatSeconds(numberAt(deletion, 'age_seconds') ?? 0, language));
}

/** The most troubled item of those that the deletion waits for. */
function describeWaiting(deletion: unknown, { deletion: words }: Messages): string {
  const [first] = listAt(deletion, 'waiting_for');
  if (first === undefined) return '-';
  const error = textAt(first, 'last_error');
  return printable(
    words.waitsFor(
      textAt(words.kinds, textAt(first, 'kind')),
      error.length > 60 ? `${error.slice(0, 60)}…` : error,
    ),
  );
}

/** What goes: a desktop, or a disk or snapshot of one. */
function nameOf(deletion: unknown, desktop: string, { deletion: words }: Messages): string {
  if (textAt(deletion, 'volume_id') !== '') return words.diskOf(desktop);
  return textAt(deletion, 'snapshot_id') === '' ? desktop : words.snapshotOf(desktop);
}
