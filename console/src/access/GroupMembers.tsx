import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { ChooseMember } from './ChooseMember';
import { ConfirmChange } from './ConfirmChange';
import { Listing } from './Listing';

type Members = Answer<'KeystoneListUsersForGroupByAdmin'>;

interface Props {
  readonly groupId: string;
  readonly name: string;
  readonly read: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
    readonly data: Members | undefined;
  };
}

export const membershipChanges = [
  'KeystoneListUsersForGroupByAdmin',
  'KeystoneListGroupsForUser',
  'ShowOwnRights',
] as const;

/** The users of a group, to be added and taken out. */
export function GroupMembers({ groupId, name, read }: Props): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const users = useRead('KeystoneListUsers');
  const add = useChange('KeystoneAddUserToGroup', membershipChanges);
  const remove = useChange('KeystoneRemoveUserFromGroup', membershipChanges);
  const mayAdd = useMay('KeystoneAddUserToGroup');
  const mayRemove = useMay('KeystoneRemoveUserFromGroup');
  const [adding, setAdding] = useState(false);
  const [removed, setRemoved] = useState<Members['users'][number]>();
  const within = new Set(read.data?.users.map(({ id }) => id));
  return (
    <>
      <Listing
        title={t('members')}
        read={read}
        items={read.data?.users}
        actions={
          <Button
            disabled={!mayAdd}
            {...(mayAdd ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setAdding(true)}
          >
            {t('membership.add')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            cell: (user) => (
              <Link href={`/console/access/users/${user.id}`} onFollow={follow}>
                {user.name}
              </Link>
            ),
          },
          {
            id: 'remove',
            header: t('membership.remove'),
            cell: (user) => (
              <Button
                variant="inline-link"
                ariaLabel={t('membership.one', { user: user.name, group: name })}
                disabled={!mayRemove}
                {...(mayRemove ? {} : { disabledReason: t('mayNot') })}
                onClick={() => setRemoved(user)}
              >
                {t('membership.remove')}
              </Button>
            ),
          },
        ]}
      />
      {adding && (
        <ChooseMember
          title={t('membership.add')}
          label={t('user')}
          from={{ ...users, items: users.data?.users.filter(({ id }) => !within.has(id)) }}
          add={(userId) => add.mutateAsync({ path: { group_id: groupId, user_id: userId } })}
          done={(user) => t('membership.added', { user, group: name })}
          onClose={() => setAdding(false)}
        />
      )}
      {removed !== undefined && (
        <ConfirmChange
          title={t('membership.one', { user: removed.name, group: name })}
          action={t('membership.remove')}
          concerns={[removed.id]}
          change={() => remove.mutateAsync({ path: { group_id: groupId, user_id: removed.id } })}
          done={t('membership.removed', { user: removed.name, group: name })}
          onClose={() => setRemoved(undefined)}
        >
          {t('membership.goes', { user: removed.name, group: name })}
        </ConfirmChange>
      )}
    </>
  );
}
