import type { JsonObject, JsonValue } from '../canonicalJson.js';
import { formatFacts } from '../text/formatFacts.js';
import { formatTime } from '../text/formatTime.js';
import { printable } from '../text/printable.js';
import type { PersonReportVerdict } from '../verifyPersonReport.js';
import { exitCodeOf } from './exitCodes.js';
import { type CheckOptions, plainReport, problemReport, type Reader, type Report } from './report.js';

/** Words the verdict on a report about a person. */
export function reportPersonReport(
  verdict: PersonReportVerdict,
  options: CheckOptions,
  reader: Reader,
): Report {
  const exitCode = exitCodeOf(verdict);
  if (options.json) return plainReport(exitCode, JSON.stringify(forPrograms(verdict), null, 2));
  const { personReport: words, files } = reader.words;
  const notes = verdict.passed.map((check) => `✓ ${words.checks[check]}`);
  if (!verdict.valid) {
    if (verdict.outdated) return problemReport(exitCode, words.outdated(options.head ?? ''), notes);
    const failure = words.failures[verdict.failed];
    const problem = words.invalid(failure, printable(verdict.reason));
    return problemReport(exitCode, problem, [...notes, `✗ ${failure}`]);
  }
  const remarks = options.keys === undefined ? [files.ownKeys] : [];
  return { exitCode, notes, result: describe(verdict, reader), remarks, problem: '' };
}

type ValidVerdict = Extract<PersonReportVerdict, { valid: true }>;

function describe(
  { report, document, head, entry, keyIds }: ValidVerdict,
  { words, columns }: Reader,
): string {
  const { labels, deletion, state, valid, made, entry: describeEntry } = words.personReport;
  const person = fieldsOf(document['person']);
  const by = fieldsOf(document['made_by']);
  const nameOf = (who: JsonObject): string => textOf(who['name']) || textOf(who['user_id']);
  const deletions = listOf(document['deletions']).map((each) =>
    deletion(
      textOf(each['computer_name']),
      textOf(each['desktop_id']),
      textOf(each['completed_at']),
      nameOf(fieldsOf(each['accepted_by'])),
    ),
  );
  const living = listOf(document['desktops']).map(
    (each) => `${textOf(each['computer_name'])} (${textOf(each['desktop_id'])})`,
  );
  const counted = (name: string): string => String(numberOf(fieldsOf(document['totals'])[name]));
  // The content of a file must not steer the terminal.
  const listed = (label: string, lines: readonly string[]) =>
    [label, lines.length === 0 ? '-' : lines.map(printable).join('\n')] as const;
  const end = textOf(person['erased_at']) === '' ? state.deleted : state.erased;
  const facts = formatFacts(
    [
      [labels.made, made(report.madeAt, printable(nameOf(by)))],
      [labels.state, person['exists'] === true ? state.exists : end],
      listed(labels.email, [textOf(person['user_email']) || '-']),
      listed(labels.desktops, living),
      listed(labels.deletions, deletions),
      [labels.mails, counted('mails')],
      [labels.connections, counted('connections')],
      [labels.deskEvents, counted('desk_events')],
      [labels.receipts, String(report.receipts.length)],
      [labels.log, describeEntry(entry, head.size, formatTime(head.time) || head.time)],
      [labels.keys, keyIds.join('\n')],
    ],
    '  ',
    columns,
  );
  return `${valid(printable(report.userName), printable(report.userId))}\n${facts}`;
}

function forPrograms(verdict: PersonReportVerdict): object {
  if (!verdict.valid) return verdict;
  const { head, ...rest } = verdict;
  return { ...rest, head: { ...head, root: head.root.toString('hex') } };
}

function fieldsOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}
