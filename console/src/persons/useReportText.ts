import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { formatAside } from '../language/format';
import { nameOf } from './person';
import { useDeskWords } from './useDeskWords';
import type { ReportVerdict } from './verifyReport';

type Report = Answer<'CreatePersonReport'>;

/** Writes a signed report as text for people to read, in the language that is shown; times as they were signed, in UTC. */
export function useReportText(): (report: Report, verdict: ReportVerdict) => string {
  const { t } = useTranslation('persons');
  const words = useDeskWords();
  return ({ document }, verdict) => {
    const { person, totals } = document;
    const computer = (name: string): string => name || t('notOnRecord');
    const section = (title: string, none: string, total: number, lines: readonly string[]): string[] => [
      '',
      formatAside(title, String(total)),
      ...(lines.length === 0 ? [`  ${none}`] : lines.map((line) => `  ${line}`)),
      ...(total > lines.length ? [`  ${t('newest', { count: lines.length })}`] : []),
    ];
    const lines = [
      t('about', { name: nameOf(person) }),
      `${t('id')}: ${person.user_id}`,
      `${t('status')}: ${person.exists ? t('state.exists') : stateOf(person, t)}`,
      `${t('email')}: ${person.user_email || '–'}`,
      `${t('phone')}: ${person.user_phone || '–'}`,
      `${t('userGroups')}: ${document.user_groups.map(({ name }) => name).join(', ') || '–'}`,
      `${t('report.madeAt')}: ${document.made_at}, ${document.made_by.name}`,
      ...(verdict.valid ? [t('report.valid', { entry: verdict.entry, count: verdict.receipts })] : []),
      t('report.asText'),
      ...section(
        t('desktops.title'),
        t('desktops.none'),
        totals.desktops,
        document.desktops.map((each) => `${each.computer_name}, ${each.desktop_id}, ${each.attached_at}`),
      ),
      ...section(
        t('deletions.title'),
        t('deletions.none'),
        totals.deletions,
        document.deletions.map((each) =>
          [
            computer(each.computer_name),
            each.desktop_id,
            each.completed_at ?? each.state,
            `${t('deletions.by')}: ${each.accepted_by.name || each.accepted_by.user_id}`,
            `${t('receipt.title')}: ${each.receipt_hash ?? t('receipt.none')}`,
          ].join(', '),
        ),
      ),
      ...section(
        t('detached.title'),
        t('detached.none'),
        totals.detached,
        document.detached.map(
          (each) => `${computer(each.computer_name)}, ${each.desktop_id}, ${each.detached_at}`,
        ),
      ),
      ...section(
        t('mails.title'),
        t('mails.none'),
        totals.mails,
        document.mails.map(
          (each) =>
            `${each.recipient || t('notOnRecord')}, ${t(`mailState.${each.state}`)}, ${each.sent_at ?? each.undeliverable_at ?? each.queued_at}`,
        ),
      ),
      ...section(
        t('connections.title'),
        t('connections.none'),
        totals.connections,
        document.connections.map(
          (each) =>
            `${computer(each.computer_name)}, ${each.source_ip ?? '–'}, ${each.started_at} – ${each.ended_at ?? ''}`,
        ),
      ),
      ...section(
        t('desk.title'),
        t('desk.none'),
        totals.desk_events,
        document.desk_events.map(
          (each) => `${words.what(each)}, ${each.at}, ${each.source_ip ?? '–'}, ${words.outcome(each)}`,
        ),
      ),
    ];
    return `${lines.join('\n')}\n`;
  };
}

function stateOf(
  person: Report['document']['person'],
  t: (key: string, values: Readonly<Record<string, string>>) => string,
): string {
  return person.erased_at === null
    ? t('state.deleted', { time: person.deleted_at ?? '' })
    : t('state.erased', { time: person.erased_at });
}
