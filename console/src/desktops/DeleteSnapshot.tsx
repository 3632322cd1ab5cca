import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import type { Desktop } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly snapshot: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Deletes a snapshot exactly as the service planned it. */
export function DeleteSnapshot({ desktop, snapshot, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const plan = useRead('ShowSnapshotDeletionPlan', {
    path: { desktop_id: desktop.desktop_id, snapshot_id: snapshot.id },
  });
  const remove = useChange('BatchDeleteDesktopSnapshot', [
    'ListDesktopSnapshot',
    'ListDeletions',
    'ShowSnapshotDeletionPlan',
  ]);
  return (
    <Dialog
      title={t('snapshots.deleteTitle', { name: snapshot.name })}
      action={t('deleteDisk.submit')}
      pending={remove.isPending}
      disabled={plan.data === undefined}
      onClose={onClose}
      onAction={() =>
        remove.mutate(
          { body: { snapshot_ids: [snapshot.id] }, headers: { 'if-match': `"${plan.data?.digest}"` } },
          { onSuccess: () => go(`/console/deletions/${snapshot.id}`) },
        )
      }
    >
      <div>{t('snapshots.deleteWhat', { name: desktop.computer_name })}</div>
      {plan.data?.items.map(({ id, reason }) => (
        <div key={id}>{reason}</div>
      ))}
      {plan.data === undefined &&
        (plan.error === null ? (
          <Spinner />
        ) : (
          <ErrorAlert error={plan.error} header={t('deleteDisk.refused')} />
        ))}
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('deleteDisk.failed')} />}
    </Dialog>
  );
}
