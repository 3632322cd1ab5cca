import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import {
  userGroupDescriptionLength,
  userGroupNameLength,
  userGroupNamePattern,
} from '@deskplane/server/users/groups/groupFields.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { staleGroups, type UserGroup } from './group';

const nameForm = new RegExp(userGroupNamePattern);

interface Props {
  /** The group to be changed; none: one is to be created. */
  readonly group?: UserGroup;
  readonly onClose: () => void;
}

/** Asks for the name and the description of a group. */
export function GroupForm({ group, onClose }: Props): ReactNode {
  const { t } = useTranslation('userGroups');
  const { notify } = useNotifications();
  const go = useGo();
  const [name, setName] = useState(group?.name ?? '');
  const [description, setDescription] = useState(group?.description ?? '');
  const [tried, setTried] = useState(false);
  const create = useChange('CreateUserGroup', staleGroups);
  const update = useChange('UpdateUserGroup', staleGroups);
  const isWrong = name.length > userGroupNameLength || !nameForm.test(name);
  const words = group === undefined ? ('create' as const) : ('edit' as const);
  const error = create.error ?? update.error;
  const submit = (): void => {
    setTried(true);
    if (isWrong) return;
    const onSuccess = ({ id }: { readonly id: string }): void => {
      notify({ type: 'success', text: t(`${words}.done`, { name }) });
      onClose();
      if (group === undefined) go(`/console/user-groups/${id}`);
    };
    if (group === undefined)
      create.mutate({ body: { group_name: name, platform_type: 'LOCAL', description } }, { onSuccess });
    else
      update.mutate({ path: { group_id: group.id }, body: { group_name: name, description } }, { onSuccess });
  };
  return (
    <Dialog
      title={group === undefined ? t('create.title') : t('edit.title', { name: group.name })}
      action={t(`${words}.submit`)}
      onAction={submit}
      onClose={onClose}
      pending={create.isPending || update.isPending}
    >
      <FormField
        label={t('name')}
        constraintText={t('nameForm')}
        errorText={tried && isWrong ? t('nameFault') : ''}
      >
        <Input
          value={name}
          name="group_name"
          autoComplete={false}
          autoFocus
          ariaRequired
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
      <FormField label={t('note')}>
        <Input
          value={description}
          name="description"
          autoComplete={false}
          nativeInputAttributes={{ maxLength: userGroupDescriptionLength }}
          onChange={({ detail }) => setDescription(detail.value)}
        />
      </FormField>
      {error !== null && <ErrorAlert error={error} header={t(`${words}.failed`)} />}
    </Dialog>
  );
}
