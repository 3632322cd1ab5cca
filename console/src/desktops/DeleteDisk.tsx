import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { formatTime } from '../language/format';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import type { Desktop } from './desktop';
import { ItemIds } from './ItemIds';
import { useSnapshots } from './useSnapshots';

interface Props {
  readonly desktop: Desktop;
  readonly disk: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/**
 * Deletes a data disk, and the snapshots of it, exactly as the service planned it. Typing the desktop's name enables the button: nobody deletes by
 * a slip.
 */
export function DeleteDisk({ desktop, disk, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const [typed, setTyped] = useState('');
  const plan = useRead('ShowVolumeDeletionPlan', {
    path: { desktop_id: desktop.desktop_id, volume_id: disk.id },
  });
  const remove = useChange('DeleteDesktopVolumes', [
    'ShowDesktopDetail',
    'ListDesktopSnapshot',
    'ListDeletions',
    'ShowVolumeDeletionPlan',
  ]);
  const snapshots = useSnapshots(desktop.desktop_id);
  const nameOfSnapshot = (id: string): string => {
    const found = snapshots.data?.desktop_snapshots.find(({ snapshot_id }) => snapshot_id === id);
    return found === undefined ? '' : `${found.snapshot_name}, ${formatTime(found.create_time)}`;
  };
  const name = desktop.computer_name;
  const items = [...(plan.data?.items ?? [])].sort(
    (one, other) => Number(other.kind === 'volume') - Number(one.kind === 'volume'),
  );
  const keys = new Map(
    items.flatMap(({ key_id, key_intent }) => (key_id === null ? [] : [[key_id, key_intent]])),
  );
  return (
    <Dialog
      title={t('deleteDisk.title', { disk: disk.name })}
      action={t('deleteDisk.submit')}
      pending={remove.isPending}
      disabled={plan.data === undefined || snapshots.isPending || typed.trim() !== name}
      onClose={onClose}
      onAction={() =>
        remove.mutate(
          {
            path: { desktop_id: desktop.desktop_id },
            body: { volume_ids: [disk.id] },
            headers: { 'if-match': `"${plan.data?.digest}"` },
          },
          { onSuccess: () => go(`/console/deletions/${disk.id}`) },
        )
      }
    >
      {plan.data?.engine === 'simulated' && <Alert type="info">{t('rebuild.simulated')}</Alert>}
      <div>{t('deleteDisk.what', { name })}</div>
      {plan.data === undefined || snapshots.isPending ? (
        plan.error === null ? (
          <Spinner />
        ) : (
          <ErrorAlert error={plan.error} header={t('deleteDisk.refused')} />
        )
      ) : (
        <div>
          {t('deleteDisk.goes')}
          <ul>
            {items.map((item) => (
              <li key={item.id}>
                {item.kind === 'snapshot'
                  ? t('deleteDisk.snapshot', { snapshot: nameOfSnapshot(item.id) })
                  : t('deleteDisk.disk', { disk: disk.name })}
                <ItemIds item={item} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {[...keys].map(([key, fate]) => (
        <div key={key}>{t(fate === 'destroy' ? 'deleteDisk.key' : 'deleteDisk.keyKept', { key })}</div>
      ))}
      <FormField label={t('deleteDisk.label', { word: name })}>
        <Input
          value={typed}
          autoComplete={false}
          spellcheck={false}
          placeholder={name}
          onChange={({ detail }) => setTyped(detail.value)}
        />
      </FormField>
      {remove.error !== null && <ErrorAlert error={remove.error} header={t('deleteDisk.failed')} />}
    </Dialog>
  );
}
