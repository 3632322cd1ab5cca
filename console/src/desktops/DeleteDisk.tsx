import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import type { Desktop } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly disk: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Deletes a data disk exactly as the service planned it. Typing the desktop's name enables the button: nobody deletes by a slip. */
export function DeleteDisk({ desktop, disk, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const go = useGo();
  const [typed, setTyped] = useState('');
  const plan = useRead('ShowVolumeDeletionPlan', {
    path: { desktop_id: desktop.desktop_id, volume_id: disk.id },
  });
  const remove = useChange('DeleteDesktopVolumes', [
    'ShowDesktopDetail',
    'ListDeletions',
    'ShowVolumeDeletionPlan',
  ]);
  const name = desktop.computer_name;
  const key = plan.data?.items.find(({ key_intent }) => key_intent === 'destroy')?.key_id;
  return (
    <Dialog
      title={t('deleteDisk.title', { disk: disk.name })}
      action={t('deleteDisk.submit')}
      pending={remove.isPending}
      disabled={plan.data === undefined || typed.trim() !== name}
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
      <div>{t('deleteDisk.what', { name })}</div>
      {typeof key === 'string' && <div>{t('deleteDisk.key', { key })}</div>}
      {plan.data === undefined &&
        (plan.error === null ? (
          <Spinner />
        ) : (
          <ErrorAlert error={plan.error} header={t('deleteDisk.refused')} />
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
