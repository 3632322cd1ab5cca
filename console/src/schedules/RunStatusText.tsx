import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { statusIn, statusType } from './task';

/** What a run has come to; – before the first. */
export function RunStatusText({ status }: { readonly status: string | null }): ReactNode {
  const { t } = useTranslation('schedules');
  const known = statusIn(status);
  if (known === undefined) return '–';
  return <StatusIndicator type={statusType[known]}>{t(`status.${known}`)}</StatusIndicator>;
}
