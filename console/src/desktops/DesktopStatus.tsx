import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Desktop, type ShownStatus, shownStatus } from './desktop';

const kinds: Readonly<Record<ShownStatus, StatusIndicatorProps.Type>> = {
  running: 'success',
  stopped: 'stopped',
  hibernated: 'stopped',
  creating: 'in-progress',
  starting: 'in-progress',
  stopping: 'in-progress',
  restarting: 'in-progress',
  changing: 'in-progress',
  deleting: 'in-progress',
  deleteFailed: 'warning',
  failed: 'error',
  unknown: 'info',
};

export function DesktopStatus({
  desktop,
}: {
  readonly desktop: Pick<Desktop, 'status' | 'task_status'>;
}): ReactNode {
  const { t } = useTranslation('desktops');
  const status = shownStatus(desktop);
  return <StatusIndicator type={kinds[status]}>{t(`status.${status}`)}</StatusIndicator>;
}
