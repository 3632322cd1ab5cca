import Alert from '@cloudscape-design/components/alert';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import type { Desktop } from './desktop';
import { ItemIds } from './ItemIds';
import type { Snapshot } from './useSnapshots';

interface Props {
  readonly desktop: Desktop;
  readonly snapshot: Snapshot;
  /** What people know its disk by. */
  readonly disk: string;
  readonly onClose: () => void;
}

/** Deletes a snapshot exactly as the service planned it. */
export function DeleteSnapshot({ desktop, snapshot, disk, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const { snapshot_id: id, snapshot_name: name, create_time: time } = snapshot;
  const plan = useRead('ShowSnapshotDeletionPlan', {
    path: { desktop_id: desktop.desktop_id, snapshot_id: id },
  });
  const remove = useChange('BatchDeleteDesktopSnapshot', [
    'ListDesktopSnapshot',
    'ListDeletions',
    'ShowSnapshotDeletionPlan',
  ]);
  return (
    <Dialog
      title={t('snapshots.deleteTitle', { name })}
      action={t('deleteDisk.submit')}
      pending={remove.isPending}
      disabled={plan.data === undefined}
      onClose={onClose}
      onAction={() =>
        remove.mutate(
          { body: { snapshot_ids: [id] }, headers: { 'if-match': `"${plan.data?.digest}"` } },
          { onSuccess: () => go(`/console/deletions/${id}`) },
        )
      }
    >
      {plan.data?.engine === 'simulated' && <Alert type="info">{t('rebuild.simulated')}</Alert>}
      <div>{t('snapshots.deleteWhat', { name: desktop.computer_name })}</div>
      <div>{t('snapshots.deleteOf', { disk, time: formatTime(time) })}</div>
      {plan.data !== undefined && (
        <div>
          {t('deleteDisk.goes')}
          <ul>
            {plan.data.items.map((item) => (
              <li key={item.id}>
                {t('snapshots.goes', { name })}
                <ItemIds item={item} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {plan.data?.items.map((item) => (
        <KeyFate key={item.id} item={item} />
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

interface KeyFateProps {
  readonly item: Answer<'ShowSnapshotDeletionPlan'>['items'][number];
}

/** What becomes of the key of a snapshot. */
function KeyFate({ item: { encrypted, key_id: key, key_intent: fate } }: KeyFateProps): ReactNode {
  const { t } = useTranslation('desktops');
  if (encrypted === null) return null;
  if (key === null) return <div>{t('snapshots.notEncrypted')}</div>;
  return <div>{t(fate === 'destroy' ? 'deleteDisk.key' : 'snapshots.keyKept', { key })}</div>;
}
