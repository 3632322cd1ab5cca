import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { type Desktop, staleChanges } from './desktop';
import { type Disk, disksOf, nameOfDisk } from './disk';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Which disks, as the API names them. */
const choices = ['ALL', 'SYSTEM_DISK', 'DATA_DISKS'] as const;
type Choice = (typeof choices)[number];

/** Makes snapshots of the disks of a desktop that are chosen. */
export function CreateSnapshots({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const create = useChange('BatchCreateDesktopSnapshot', [...staleChanges, 'ListDesktopSnapshot']);
  const [choice, setChoice] = useState<Choice>('ALL');
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const disks = disksOf(desktop);
  const submit = (): void => {
    // What is left empty is left out: the service has words of its own then.
    const words = {
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(description.trim() === '' ? {} : { description: description.trim() }),
    };
    create.mutate(
      {
        body: {
          desktop_ids: [desktop.desktop_id],
          disk_type: choice,
          // Words about disks that are not chosen are refused.
          ...(choice === 'DATA_DISKS' ? {} : { system_disk_snapshot: words }),
          ...(choice === 'SYSTEM_DISK' ? {} : { data_disk_snapshot: words }),
        },
      },
      { onSuccess: onClose },
    );
  };
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
      {disks.some(({ isData }) => isData) && (
        <FormField label={t('snapshots.of.title')}>
          <RadioGroup
            value={choice}
            items={choices.map((each) => ({
              value: each,
              label: t(`snapshots.of.${each}`),
              description: disks
                .filter((disk) => isOf(each, disk))
                .map(nameOfDisk)
                .join('; '),
            }))}
            onChange={({ detail }) => setChoice(choices.find((each) => each === detail.value) ?? choice)}
          />
        </FormField>
      )}
      <FormField label={t('snapshots.name')} description={t('snapshots.nameHint')}>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label={t('snapshots.description')} description={t('snapshots.descriptionHint')}>
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </FormField>
    </Dialog>
  );
}

const isOf = (choice: Choice, { isData }: Disk): boolean =>
  choice === 'ALL' || isData === (choice === 'DATA_DISKS');
