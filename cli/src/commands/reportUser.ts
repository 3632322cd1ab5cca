import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { at, listAt, numberAt, textAt } from '../api/json.js';
import { describeStatus } from '../desktops/describeDesktop.js';
import type { Session } from '../session.js';
import { formatTable } from '../text/table.js';
import { makeReport, type SignedReport } from '../users/makeReport.js';
import { writeOwnFile } from './writeOwnFile.js';

export interface ReportOptions {
  /** Where to write the signed file. */
  readonly output: string | undefined;
}

/** `deskplane report`: everything about one desktop user, as one signed document. */
export async function reportUser(session: Session, word: string, { output }: ReportOptions): Promise<void> {
  const { terminal } = session;
  const { report: words, marks } = terminal.messages;
  const report = await makeReport(session, word);
  if (output !== undefined) await writeOwnFile(output, `${report.file}\n`, terminal.messages);
  if (session.json) terminal.print(report.file);
  else sayReport(session, report);
  if (output === undefined) terminal.note(`\n${words.signed(report.entry)}${marks.next}${words.keep}`);
  else terminal.note(`\n${words.signed(report.entry)}${marks.next}${words.written(output)}`);
}

function sayReport({ terminal, credentials }: Session, { document }: SignedReport): void {
  const { messages } = terminal;
  const { report: words, mail, marks } = messages;
  const { facts, titles, sections, desk, outcomes } = words;
  const section = (kind: keyof typeof sections, columns: readonly string[], rows: string[][]): void => {
    const total = numberAt(document, 'totals', kind) ?? rows.length;
    terminal.say(`\n${sections[kind]}${total > rows.length ? ` ${words.newest(rows.length, total)}` : ''}`);
    terminal.say(rows.length === 0 ? words.none : formatTable(columns, rows, terminal.columns));
  };
  const time = (entry: unknown, name: string): string => formatTime(textAt(entry, name));
  const computer = (entry: unknown): string => textAt(entry, 'computer_name') || words.erased;
  const by = (entry: unknown, name: string): string =>
    textAt(entry, name, 'name') || textAt(entry, name, 'user_id');
  const person = at(document, 'person');
  const gone =
    textAt(person, 'erased_at') === ''
      ? words.deleted(time(person, 'deleted_at'))
      : words.erasedAt(time(person, 'erased_at'));
  terminal.say(
    formatFacts(
      [
        [
          facts.user,
          `${printable(textAt(person, 'user_name')) || words.erased} ${textAt(person, 'user_id')}`,
        ],
        [facts.email, printable(textAt(person, 'user_email')) || '-'],
        [facts.phone, printable(textAt(person, 'user_phone')) || '-'],
        [
          facts.groups,
          printable(
            listAt(document, 'user_groups')
              .map((group) => textAt(group, 'name'))
              .join(marks.list),
          ) || '-',
        ],
        [facts.state, at(person, 'exists') === true ? words.present : gone],
        [
          facts.made,
          [time(document, 'made_at'), printable(by(document, 'made_by')), credentials.endpoint].join(
            marks.comma,
          ),
        ],
      ],
      '',
      terminal.columns,
    ),
  );
  section(
    'desktops',
    [titles.desktop, titles.state, titles.since, titles.id],
    listAt(document, 'desktops').map((each) => [
      computer(each),
      at(each, 'deleting') === true ? words.deleting : describeStatus(each, messages),
      time(each, 'created_at'),
      textAt(each, 'desktop_id'),
    ]),
  );
  section(
    'deletions',
    [titles.desktop, titles.state, titles.accepted, titles.completed, titles.by, titles.id],
    listAt(document, 'deletions').map((each) => [
      computer(each),
      textAt(messages.deletion.states, textAt(each, 'state')),
      time(each, 'accepted_at'),
      time(each, 'completed_at'),
      by(each, 'accepted_by'),
      textAt(each, 'desktop_id'),
    ]),
  );
  section(
    'detached',
    [titles.desktop, titles.taken, titles.id],
    listAt(document, 'detached').map((each) => [
      computer(each),
      time(each, 'detached_at'),
      textAt(each, 'desktop_id'),
    ]),
  );
  section(
    'mails',
    [titles.recipient, titles.about, titles.state, titles.queued, titles.sent, titles.desktop],
    listAt(document, 'mails').map((each) => [
      textAt(each, 'recipient') || mail.erased,
      textAt(mail.kinds, textAt(each, 'kind')),
      textAt(mail.states, textAt(each, 'state')),
      time(each, 'queued_at'),
      // A mail that was kept as a file was handed over then, and sent to nobody.
      textAt(each, 'state') === 'sent' ? time(each, 'sent_at') : '-',
      textAt(each, 'computer_name') || '-',
    ]),
  );
  section(
    'connections',
    [titles.desktop, titles.from, titles.begin, titles.end],
    listAt(document, 'connections').map((each) => [
      computer(each),
      textAt(each, 'source_ip') || '-',
      time(each, 'started_at'),
      time(each, 'ended_at'),
    ]),
  );
  section(
    'desk_events',
    [titles.what, titles.desktop, titles.when, titles.from, titles.outcome],
    listAt(document, 'desk_events').map((each) => [
      textAt(desk, textAt(each, 'operation') || textAt(each, 'trace_name')) || textAt(each, 'trace_name'),
      textAt(each, 'computer_name') || '-',
      time(each, 'at'),
      textAt(each, 'source_ip') || '-',
      marks.aside(textAt(outcomes, textAt(each, 'rating')), textAt(each, 'code')),
    ]),
  );
}
