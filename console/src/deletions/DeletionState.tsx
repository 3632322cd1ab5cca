import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly deletion: {
    readonly state: 'running' | 'failed' | 'done';
    readonly items_total?: number;
    readonly items_ended?: number;
    readonly replayed?: boolean;
  };
}

const indicators = { running: 'in-progress', failed: 'error', done: 'success' } as const;

/** Whether a deletion runs, is stuck, or is done. */
export function DeletionState({ deletion }: Props): ReactNode {
  const { t } = useTranslation('deletions');
  const { state, items_total: total, items_ended: ended, replayed } = deletion;
  return (
    <StatusIndicator type={indicators[state]}>
      {replayed === true ? t('state.replayed') : t(`state.${state}`)}
      {state !== 'done' && total !== undefined && ` (${ended ?? 0}/${total})`}
    </StatusIndicator>
  );
}
