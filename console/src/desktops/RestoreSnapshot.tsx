import Alert from '@cloudscape-design/components/alert';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { ServiceError } from '../api/serviceError';
import { formatTime } from '../language/format';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { RecordId } from '../layout/Records';
import { DesktopStatus } from './DesktopStatus';
import { type Desktop, staleChanges } from './desktop';
import type { Snapshot } from './useSnapshots';

interface Props {
  readonly desktop: Desktop;
  readonly snapshot: Snapshot;
  /** What people know its disk by. */
  readonly disk: string;
  readonly onClose: () => void;
}

/** Puts a disk back to a snapshot exactly as the service planned it. */
export function RestoreSnapshot({ desktop, snapshot, disk, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { snapshot_id: id, snapshot_name: name, create_time: time } = snapshot;
  const plan = useRead('ShowSnapshotRestorePlan', {
    path: { desktop_id: desktop.desktop_id, snapshot_id: id },
  });
  const restore = useChange('BatchRestoreDesktopSnapshot', [...staleChanges, 'ShowSnapshotRestorePlan']);
  return (
    <Dialog
      title={t('snapshots.restoreTitle', { name })}
      action={t('snapshots.restoreSubmit')}
      pending={restore.isPending}
      disabled={plan.data === undefined}
      onClose={onClose}
      onAction={() =>
        restore.mutate(
          { body: { snapshot_ids: [id] }, headers: { 'if-match': `"${plan.data?.digest}"` } },
          { onSuccess: onClose },
        )
      }
    >
      {plan.data?.engine === 'simulated' && <Alert type="info">{t('rebuild.simulated')}</Alert>}
      <div>{t('snapshots.restoreWhat', { disk, time: formatTime(time) })}</div>
      {plan.data !== undefined && (
        <ul>
          <li>
            {t('snapshots.loses', { disk })}
            <RecordId>{plan.data.volume_id}</RecordId>
          </li>
          <li>
            {t('snapshots.takenFrom', { name })}
            <RecordId>{id}</RecordId>
          </li>
        </ul>
      )}
      <div>{t('snapshots.restoreStays', { name: desktop.computer_name })}</div>
      {plan.data !== undefined && (
        <div>
          {plan.data.key_id === null
            ? t('snapshots.notEncrypted')
            : t('snapshots.restoreKey', { key: plan.data.key_id })}
        </div>
      )}
      {plan.data === undefined &&
        (plan.error === null ? <Spinner /> : <Refused error={plan.error} desktop={desktop} />)}
      {restore.error !== null && <ErrorAlert error={restore.error} header={t('snapshots.notRestored')} />}
    </Dialog>
  );
}

/** Why there is no plan: mostly that the desktop runs, which people know by another word than the service has for it. */
function Refused({ error, desktop }: { readonly error: Error; readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const header = t('snapshots.restoreRefused');
  if (!(error instanceof ServiceError && error.code === 'DPL.0437'))
    return <ErrorAlert error={error} header={header} />;
  return (
    <div role="alert">
      <Alert type="error" header={header}>
        {t('snapshots.mustBeStopped', { name: desktop.computer_name })} <DesktopStatus desktop={desktop} />
      </Alert>
    </div>
  );
}
