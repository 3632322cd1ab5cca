import { formatFacts } from '@deskplane/verify/text/formatFacts.js';
import { formatTime } from '@deskplane/verify/text/formatTime.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { textAt } from '../api/json.js';
import { describeStatus } from '../desktops/describeDesktop.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';
import { collectReport } from '../users/collectReport.js';

/** `deskplane report`: everything about one desktop user, as one document. */
export async function reportUser(session: Session, word: string): Promise<void> {
  const report = await collectReport(session, word);
  if (session.json) {
    sayJson(session, report);
    return;
  }
  const { terminal } = session;
  const { messages } = terminal;
  const { report: words, mail } = messages;
  const { facts, titles, sections } = words;
  const section = (title: string, columns: readonly string[], rows: readonly (readonly string[])[]): void => {
    terminal.say(`\n${title}`);
    terminal.say(rows.length === 0 ? words.none : formatTable(columns, rows, terminal.columns));
  };
  const about: [string, string][] = [
    [facts.user, `${printable(report.user_name) || words.erased} ${report.user_id}`],
    [facts.email, printable(textAt(report.user, 'user_email')) || '-'],
    [facts.phone, printable(textAt(report.user, 'user_phone')) || '-'],
    [facts.state, report.user === null ? words.deleted : words.present],
    [facts.made, `${formatTime(report.made_at)}, ${printable(report.made_by)}, ${report.endpoint}`],
  ];
  terminal.say(formatFacts(about, '', terminal.columns));
  section(
    sections.desktops,
    [titles.desktop, titles.state, titles.since, titles.id],
    report.desktops.map((each) => [
      textAt(each, 'computer_name'),
      describeStatus(each, messages),
      formatTime(textAt(each, 'created')),
      textAt(each, 'desktop_id'),
    ]),
  );
  section(
    sections.deletions,
    [titles.state, titles.accepted, titles.completed, titles.by, titles.id],
    report.deletions.map((each) => [
      textAt(messages.deletion.states, textAt(each, 'state')),
      formatTime(textAt(each, 'accepted_at')),
      formatTime(textAt(each, 'completed_at')),
      textAt(each, 'accepted_by'),
      textAt(each, 'desktop_id'),
    ]),
  );
  section(
    sections.mails,
    [titles.recipient, titles.state, titles.queued, titles.sent, titles.id],
    report.mails.map((each) => [
      textAt(each, 'recipient') || mail.erased,
      textAt(mail.states, textAt(each, 'state')),
      formatTime(textAt(each, 'queued_at')),
      formatTime(textAt(each, 'sent_at')),
      textAt(each, 'desktop_id'),
    ]),
  );
  section(
    sections.connections,
    [titles.desktop, titles.from, titles.since, titles.until],
    report.connections.map((each) => [
      textAt(each, 'computer_name'),
      textAt(each, 'source_ip'),
      formatTime(textAt(each, 'connection_start_time')),
      formatTime(textAt(each, 'connection_end_time')),
    ]),
  );
  terminal.note(`\n${words.unsigned}`);
}
