import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Link from '@cloudscape-design/components/link';
import Select from '@cloudscape-design/components/select';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { useSession } from '../session/session';
import { ConfirmChange } from './ConfirmChange';
import { Listing } from './Listing';
import { type Role, useRoles } from './roles';

interface Props {
  readonly kind: 'user' | 'group';
  readonly id: string;
  readonly name: string;
  /** The users whom it reaches. */
  readonly concerns: readonly string[];
}

const operations = {
  user: {
    list: 'KeystoneListAllProjectsPermissionsForUser',
    give: 'KeystoneAssociateUserWithAllProjectsPermission',
    take: 'KeystoneRemoveAllProjectsPermissionFromUser',
  },
  group: {
    list: 'KeystoneListAllProjectPermissionsForGroup',
    give: 'UpdateDomainGroupInheritRole',
    take: 'DeleteDomainGroupInheritedRole',
  },
} as const;

/** The role policies that a user or a group has in all projects, to be given and taken. */
export function RoleAssignments({ kind, id, name, concerns }: Props): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const { account } = useSession();
  const { list, give, take } = operations[kind];
  const place = { domain_id: account.id, ...(kind === 'user' ? { user_id: id } : { group_id: id }) };
  // The two operations of a kind take the same path, which their types cannot say together.
  const path = { domain_id: account.id, user_id: id, group_id: id };
  const read = useRead(list, { path });
  const changed = [list, 'ShowOwnRights'] as const;
  const giving = useChange(give, changed);
  const taking = useChange(take, changed);
  const mayGive = useMay(give);
  const mayTake = useMay(take);
  const [open, setOpen] = useState(false);
  const [taken, setTaken] = useState<Role>();
  return (
    <>
      <Listing
        title={t('assigned.title')}
        description={t('assigned.hint')}
        read={read}
        items={read.data?.roles}
        actions={
          <Button
            disabled={!mayGive}
            {...(mayGive ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setOpen(true)}
          >
            {t('assigned.give')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            cell: (role) => (
              <Link href={`/console/access/roles/${role.id}`} onFollow={follow}>
                {role.display_name}
              </Link>
            ),
          },
          {
            id: 'take',
            header: t('assigned.take'),
            cell: (role) => (
              <Button
                variant="inline-link"
                ariaLabel={t('assigned.one', { name: role.display_name })}
                disabled={!mayTake}
                {...(mayTake ? {} : { disabledReason: t('mayNot') })}
                onClick={() => setTaken(role)}
              >
                {t('assigned.take')}
              </Button>
            ),
          },
        ]}
      />
      {open && (
        <GiveRole
          give={(roleId) => giving.mutateAsync({ path: { ...path, ...place, role_id: roleId } })}
          onClose={() => setOpen(false)}
        />
      )}
      {taken !== undefined && (
        <ConfirmChange
          title={t('assigned.one', { name: taken.display_name })}
          action={t('assigned.take')}
          concerns={concerns}
          change={() => taking.mutateAsync({ path: { ...path, ...place, role_id: taken.id } })}
          done={t('assigned.taken', { name: taken.display_name })}
          onClose={() => setTaken(undefined)}
        >
          {t('detach.goes', { policy: taken.display_name, name })}
        </ConfirmChange>
      )}
    </>
  );
}

interface GiveProps {
  readonly give: (roleId: string) => Promise<unknown>;
  readonly onClose: () => void;
}

function GiveRole({ give, onClose }: GiveProps): ReactNode {
  const { t } = useTranslation('access');
  const { notify } = useNotifications();
  const roles = useRoles();
  const [chosenId, setChosenId] = useState<string>();
  const chosen = roles.data?.find(({ id }) => id === chosenId);
  const giving = useMutation({
    mutationFn: give,
    onSuccess: () => {
      notify({ type: 'success', text: t('assigned.given', { name: chosen?.display_name }) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('assigned.give')}
      action={t('assigned.submit')}
      onAction={() => {
        if (chosen !== undefined) giving.mutate(chosen.id);
      }}
      onClose={onClose}
      pending={giving.isPending}
      disabled={chosen === undefined}
    >
      {roles.error !== null && <ErrorAlert error={roles.error} />}
      <FormField label={t('policy')}>
        <Select
          filteringType="auto"
          placeholder={t('attach.choose')}
          empty={t('none')}
          statusType={roles.isPending ? 'loading' : 'finished'}
          loadingText={t('loading')}
          selectedOption={chosen === undefined ? null : { value: chosen.id, label: chosen.display_name }}
          options={(roles.data ?? []).map(({ id, display_name, description }) => ({
            value: id,
            label: display_name,
            description,
          }))}
          onChange={({ detail }) => setChosenId(detail.selectedOption.value)}
        />
      </FormField>
      {giving.error !== null && <ErrorAlert error={giving.error} header={t('attach.failed')} />}
    </Dialog>
  );
}
