import FormField from '@cloudscape-design/components/form-field';
import Multiselect from '@cloudscape-design/components/multiselect';
import { maxUsersOfCall } from '@deskplane/server/users/groups/groupFields.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { type Member, staleGroups, type UserGroup } from './group';

interface Props {
  readonly group: UserGroup;
  /** Those who are in it are not offered. */
  readonly members: readonly Member[];
  readonly onClose: () => void;
}

/** Chooses users and puts them into a group, as many as one call takes. */
export function AddMembers({ group, members, onClose }: Props): ReactNode {
  const { t } = useTranslation('userGroups');
  const { notify } = useNotifications();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const add = useChange('RunActionsOnGroup', staleGroups);
  const users = useReadAll(
    'ListUsers',
    1_000,
    (answer) => ({ items: answer.users, total: answer.total_count }),
    { query: { is_query_total_desktops: false } },
  );
  const within = new Set(members.map(({ id }) => id));
  const options = (users.data?.items ?? [])
    .filter(({ id }) => !within.has(id))
    .map(({ id, user_name, user_email }) => ({ value: id, label: user_name, description: user_email }));
  const isFull = chosen.length > maxUsersOfCall;
  return (
    <Dialog
      title={t('members.addTo', { group: group.name })}
      action={t('members.submit')}
      onAction={() =>
        add.mutate(
          { path: { group_id: group.id }, body: { op_type: 'ADD', user_ids: [...chosen] } },
          {
            onSuccess: () => {
              notify({
                type: 'success',
                text: t('members.added', { count: chosen.length, group: group.name }),
              });
              onClose();
            },
          },
        )
      }
      onClose={onClose}
      pending={add.isPending}
      disabled={chosen.length === 0 || isFull}
    >
      {users.error !== null && <ErrorAlert error={users.error} />}
      <FormField
        label={t('users')}
        description={t('members.gain')}
        errorText={isFull ? t('members.most', { most: maxUsersOfCall }) : ''}
      >
        <Multiselect
          filteringType="auto"
          placeholder={t('members.choose')}
          filteringAriaLabel={t('members.search')}
          empty={t('members.nobodyLeft')}
          statusType={users.isPending ? 'loading' : 'finished'}
          loadingText={t('members.loading')}
          deselectAriaLabel={({ label }) => t('members.deselect', { user: label })}
          selectedOptions={options.filter(({ value }) => chosen.includes(value))}
          options={options}
          onChange={({ detail }) =>
            setChosen(detail.selectedOptions.flatMap(({ value }) => (value === undefined ? [] : [value])))
          }
        />
      </FormField>
      {add.error !== null && <ErrorAlert error={add.error} header={t('members.notAdded')} />}
    </Dialog>
  );
}
