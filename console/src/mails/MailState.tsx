import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { formatTime } from '../language/format';

export type Mail = Answer<'ListMails'>['mails'][number];

/** What became of a mail, and when. */
export function MailState({ mail }: { readonly mail: Mail }): ReactNode {
  const { t } = useTranslation('mails');
  const time = (moment: string | null): string => (moment === null ? '' : formatTime(moment));
  switch (mail.state) {
    case 'sent':
      return <StatusIndicator type="success">{t('sent', { time: time(mail.sent_at) })}</StatusIndicator>;
    case 'kept':
      return <StatusIndicator type="info">{t('kept', { time: time(mail.sent_at) })}</StatusIndicator>;
    case 'undeliverable':
      return (
        <StatusIndicator type="error">
          {t('undeliverable', { time: time(mail.undeliverable_at) })}
        </StatusIndicator>
      );
    case 'withdrawn':
      return (
        <StatusIndicator type="stopped">
          {t('withdrawn', { time: time(mail.undeliverable_at) })}
        </StatusIndicator>
      );
    case 'waiting':
      return (
        <StatusIndicator type={mail.attempts === 0 ? 'pending' : 'warning'}>
          {mail.next_attempt_at === null
            ? t('waitingNow')
            : t('waiting', { time: formatTime(mail.next_attempt_at) })}
        </StatusIndicator>
      );
  }
}
