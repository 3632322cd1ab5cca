import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Parameters } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';
import { isDiskSize } from './diskSize';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

type VolumeType = NonNullable<Parameters<'AddDesktopVolumes'>['body']>['volumes'][number]['type'];
const types: readonly VolumeType[] = ['SSD', 'SAS', 'GPSSD', 'GPSSD2', 'SATA'];

/** Gives a desktop one more data disk. */
export function AddDisk({ desktop, onClose }: Props): ReactNode {
  const { t, i18n } = useTranslation('desktops');
  const { notify } = useNotifications();
  const [size, setSize] = useState('50');
  const [type, setType] = useState<VolumeType>('SSD');
  const products = useRead('ListVolumeProductInfo', {});
  const add = useChange('AddDesktopVolumes', staleChanges);
  const language = i18n.language.startsWith('zh') ? 'zh_cn' : 'en_us';
  const nameOf = (each: VolumeType): string =>
    products.data?.volumes
      .find(({ volume_type }) => volume_type === each)
      ?.name.find((name) => name.language === language)?.value ?? '';
  const options = types.map((each) => ({ value: each, label: each, description: nameOf(each) }));
  const submit = (): void =>
    add.mutate(
      {
        path: { desktop_id: desktop.desktop_id },
        body: { volumes: [{ type: type, size: Number(size) }] },
      },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('addDisk.adding', { name: desktop.computer_name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('addDisk.title', { name: desktop.computer_name })}
      action={t('addDisk.submit')}
      pending={add.isPending}
      disabled={!isDiskSize(size)}
      onClose={onClose}
      onAction={submit}
    >
      {add.error !== null && <ErrorAlert error={add.error} header={t('addDisk.failed')} />}
      <FormField label={t('addDisk.size')} constraintText={t('addDisk.sizeForm')}>
        <Input
          type="number"
          inputMode="numeric"
          step={10}
          value={size}
          onChange={({ detail }) => setSize(detail.value)}
        />
      </FormField>
      <FormField label={t('resources.type')}>
        <Select
          selectedOption={options.find(({ value }) => value === type) ?? null}
          options={options}
          onChange={({ detail }) =>
            setType(types.find((each) => each === detail.selectedOption.value) ?? type)
          }
        />
      </FormField>
    </Dialog>
  );
}
