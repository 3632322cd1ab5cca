import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';
import { isDiskSize } from './diskSize';

interface Props {
  readonly desktop: Desktop;
  readonly disk: { readonly id: string; readonly name: string; readonly size: number };
  readonly onClose: () => void;
}

/** Lets a disk grow; it never shrinks. */
export function ExpandDisk({ desktop, disk, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const [size, setSize] = useState('');
  const expand = useChange('ExpandDesktopVolume', staleChanges);
  const submit = (): void =>
    expand.mutate(
      {
        path: { desktop_id: desktop.desktop_id, volume_id: disk.id },
        body: { new_size: Number(size) },
      },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('expandDisk.growing', { disk: disk.name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('expandDisk.title', { disk: disk.name })}
      action={t('expandDisk.submit')}
      pending={expand.isPending}
      disabled={!isDiskSize(size, disk.size)}
      onClose={onClose}
      onAction={submit}
    >
      {expand.error !== null && <ErrorAlert error={expand.error} header={t('expandDisk.failed')} />}
      <FormField label={t('expandDisk.size')} constraintText={t('expandDisk.sizeForm', { now: disk.size })}>
        <Input
          type="number"
          inputMode="numeric"
          step={10}
          value={size}
          onChange={({ detail }) => setSize(detail.value)}
        />
      </FormField>
    </Dialog>
  );
}
