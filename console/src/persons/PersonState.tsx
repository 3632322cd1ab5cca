import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import type { Identity } from './person';

/** Whether somebody is a user still, and since when not. */
export function PersonState({ person }: { readonly person: Identity }): ReactNode {
  const { t } = useTranslation('persons');
  if (person.exists) return <StatusIndicator type="success">{t('state.exists')}</StatusIndicator>;
  if (person.erased_at !== null)
    return (
      <StatusIndicator type="stopped">
        {t('state.erased', { time: formatTime(person.erased_at) })}
      </StatusIndicator>
    );
  const time = person.deleted_at === null ? '' : formatTime(person.deleted_at);
  return <StatusIndicator type="stopped">{t('state.deleted', { time })}</StatusIndicator>;
}
