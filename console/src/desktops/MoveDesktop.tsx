import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Desktop, staleChanges } from './desktop';

interface Props {
  readonly desktop: Desktop;
  readonly onClose: () => void;
}

/** Subnet, address and security groups. */
export function MoveDesktop({ desktop, onClose }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const { notify } = useNotifications();
  const subnets = useRead('ListSubnets');
  const groups = useRead('ListSecurityGroups');
  const move = useChange('ChangeDesktopNetwork', [...staleChanges, 'ShowDesktopNetwork']);
  const [subnetId, setSubnetId] = useState(desktop.subnet_id);
  const [address, setAddress] = useState('');
  const [groupIds, setGroupIds] = useState<readonly string[]>(desktop.security_groups.map(({ id }) => id));
  const places = (subnets.data?.subnets ?? []).map(({ id, name, cidr }) => ({
    value: id,
    label: name,
    description: cidr,
  }));
  const choices = (groups.data?.security_groups ?? []).map(({ id, name, description }) => ({
    value: id,
    label: name,
    description,
  }));
  const unread = subnets.error ?? groups.error;
  const submit = (): void =>
    move.mutate(
      {
        path: { desktop_id: desktop.desktop_id },
        body: {
          ...(subnetId === desktop.subnet_id ? {} : { subnet_id: subnetId }),
          ...(address === '' ? {} : { private_ip: address }),
          security_group_ids: groupIds,
        },
      },
      {
        onSuccess: () => {
          notify({ type: 'success', text: t('change.moving', { name: desktop.computer_name }) });
          onClose();
        },
      },
    );
  return (
    <Dialog
      title={t('change.networkOf', { name: desktop.computer_name })}
      action={t('change.save')}
      onAction={submit}
      onClose={onClose}
      pending={move.isPending}
      disabled={groupIds.length === 0}
    >
      {unread !== null && <ErrorAlert error={unread} />}
      {move.error !== null && <ErrorAlert error={move.error} />}
      <FormField label={t('new.subnet')} description={t('change.restartsToMove')}>
        <Select
          selectedOption={places.find(({ value }) => value === subnetId) ?? null}
          options={places}
          onChange={({ detail }) => setSubnetId(detail.selectedOption.value ?? desktop.subnet_id)}
        />
      </FormField>
      <FormField label={t('change.address')} description={t('change.addressHint')}>
        <Input value={address} onChange={({ detail }) => setAddress(detail.value.trim())} />
      </FormField>
      <FormField label={t('new.groups')} description={t('new.groupsHint')}>
        <Multiselect
          selectedOptions={choices.filter(({ value }) => groupIds.includes(value))}
          options={choices}
          onChange={({ detail }) => setGroupIds(detail.selectedOptions.flatMap(({ value }) => value ?? []))}
        />
      </FormField>
    </Dialog>
  );
}
