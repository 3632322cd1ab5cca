import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type Desktop, staleChanges } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Makes a snapshot of each disk of a desktop. */
export function CreateSnapshots({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const create = useChange('BatchCreateDesktopSnapshot', [...staleChanges, 'ListDesktopSnapshot']);
  const [name, setName] = useState('');
  const words = name.trim() === '' ? {} : { name: name.trim() };
  const submit = (): void =>
    create.mutate(
      {
        body: {
          desktop_ids: [desktop.desktop_id],
          disk_type: 'ALL',
          system_disk_snapshot: words,
          data_disk_snapshot: words,
        },
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      title={t('snapshots.createOf', { name: desktop.computer_name })}
      action={t('snapshots.submit')}
      pending={create.isPending}
      onClose={onClose}
      onAction={submit}
    >
      {create.error !== null && <ErrorAlert error={create.error} header={t('snapshots.notMade')} />}
      <div>{t('snapshots.what')}</div>
      <FormField label={t('snapshots.name')} description={t('snapshots.nameHint')}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </Dialog>
  );
}
