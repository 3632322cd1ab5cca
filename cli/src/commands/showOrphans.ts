import { printable } from '@deskplane/verify/text/printable.js';
import { at, numberAt, textAt } from '../api/json.js';
import { type ExitCode, exitCodes, Failure } from '../failure.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

export interface OrphanOptions {
  readonly reclaim: boolean;
  /** Do not ask. */
  readonly yes: boolean;
}

/** `deskplane orphans`: what the engine holds and should not. Ends with 1 while anything is orphaned, unclear or missing. */
export async function showOrphans(session: Session, options: OrphanOptions): Promise<ExitCode> {
  const { api, terminal } = session;
  const { orphans: text } = terminal.messages;
  const { body } = await api.get('/orphan-scan');
  const count = (name: string): number => numberAt(body, 'summary', name) ?? 0;
  const items = listAt(body, 'items');
  const orphaned = items.filter((item) => textAt(item, 'class') === 'ours-orphaned');
  const reclaiming = options.reclaim && orphaned.length > 0;
  if (session.json && !reclaiming) sayJson(session, body);
  if (!session.json) {
    sayItems(session, items);
    const counts = [count('ours_live'), count('ours_orphaned'), count('unknown'), count('missing')] as const;
    terminal.say(text.summary(...counts, count('foreign')));
    const forgotten = items.filter((item) => textAt(item, 'reason') === 'not-on-record').length;
    if (forgotten > 0) terminal.note(text.forgotten(forgotten));
  }
  for (const problem of listAt(body, 'problems'))
    terminal.note(text.incomplete(textAt(problem, 'kind'), printable(textAt(problem, 'reason'))));
  if (reclaiming) return reclaim(session, orphaned, options);
  return items.length === 0 && at(body, 'complete') === true ? exitCodes.done : exitCodes.failed;
}

function sayItems({ terminal }: Session, items: readonly unknown[]): void {
  const { orphans: text } = terminal.messages;
  if (items.length === 0) {
    terminal.say(text.none);
    return;
  }
  const classes: Readonly<Record<string, string>> = text.classes;
  const { verdict, kind, id, desktop, reason, name } = text.titles;
  const rows = items.map((item) => [
    classes[textAt(item, 'class')] ?? textAt(item, 'class'),
    ...['kind', 'id', 'desktop_id', 'reason', 'name'].map((field) => printable(textAt(item, field))),
  ]);
  terminal.say(formatTable([verdict, kind, id, desktop, reason, name], rows, terminal.columns));
}

/** Asks for exactly those that were shown. */
async function reclaim(
  session: Session,
  orphaned: readonly unknown[],
  { yes }: OrphanOptions,
): Promise<ExitCode> {
  const { api, terminal } = session;
  const { orphans: text } = terminal.messages;
  if (!yes) {
    if (!terminal.interactive) throw new Failure(exitCodes.usage, text.needsYes);
    const answer = await terminal.ask(text.question(orphaned.length));
    if (answer.trim() !== 'yes') throw new Failure(exitCodes.failed, text.declined);
  }
  const { body } = await api.post('/orphan-scan/reclaim', {
    items: orphaned.slice(0, 1000).map((item) => ({
      kind: textAt(item, 'kind'),
      id: textAt(item, 'id'),
      generation: textAt(item, 'generation'),
    })),
  });
  const results = listAt(body, 'results');
  if (session.json) sayJson(session, body);
  else {
    const words: Readonly<Record<string, string>> = text.results;
    for (const item of results) {
      const result = textAt(item, 'result');
      const detail = textAt(item, 'detail');
      const line = [textAt(item, 'kind'), textAt(item, 'id'), words[result] ?? result, detail];
      terminal.say(
        line
          .filter((part) => part !== '')
          .map(printable)
          .join('  '),
      );
    }
  }
  return results.every((item) => ['removed', 'accepted'].includes(textAt(item, 'result')))
    ? exitCodes.done
    : exitCodes.failed;
}

function listAt(value: unknown, name: string): readonly unknown[] {
  const list = at(value, name);
  return Array.isArray(list) ? list : [];
}
