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
import { membershipChanges } from './GroupMembers';
import { Listing } from './Listing';

type Group = Answer<'KeystoneListGroupsForUser'>['groups'][number];

/** The groups that a user is in, to be put into and taken out of. */
export function UserGroups({ userId, name }: { readonly userId: string; readonly name: string }): ReactNode {
  const { t } = useTranslation('access');
  const follow = useFollow();
  const read = useRead('KeystoneListGroupsForUser', { path: { user_id: userId } });
  const groups = useRead('KeystoneListGroups');
  const add = useChange('KeystoneAddUserToGroup', membershipChanges);
  const remove = useChange('KeystoneRemoveUserFromGroup', membershipChanges);
  const mayAdd = useMay('KeystoneAddUserToGroup');
  const mayRemove = useMay('KeystoneRemoveUserFromGroup');
  const [adding, setAdding] = useState(false);
  const [left, setLeft] = useState<Group>();
  const within = new Set(read.data?.groups.map(({ id }) => id));
  return (
    <>
      <Listing
        title={t('groups')}
        read={read}
        items={read.data?.groups}
        actions={
          <Button
            disabled={!mayAdd}
            {...(mayAdd ? {} : { disabledReason: t('mayNot') })}
            onClick={() => setAdding(true)}
          >
            {t('membership.addTo')}
          </Button>
        }
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            cell: (group) => (
              <Link href={`/console/access/groups/${group.id}`} onFollow={follow}>
                {group.name}
              </Link>
            ),
          },
          {
            id: 'remove',
            header: t('membership.remove'),
            cell: (group) => (
              <Button
                variant="inline-link"
                ariaLabel={t('membership.one', { user: name, group: group.name })}
                disabled={!mayRemove}
                {...(mayRemove ? {} : { disabledReason: t('mayNot') })}
                onClick={() => setLeft(group)}
              >
                {t('membership.remove')}
              </Button>
            ),
          },
        ]}
      />
      {adding && (
        <ChooseMember
          title={t('membership.addTo')}
          label={t('group')}
          from={{ ...groups, items: groups.data?.groups.filter(({ id }) => !within.has(id)) }}
          add={(groupId) => add.mutateAsync({ path: { group_id: groupId, user_id: userId } })}
          done={(group) => t('membership.added', { user: name, group })}
          onClose={() => setAdding(false)}
        />
      )}
      {left !== undefined && (
        <ConfirmChange
          title={t('membership.one', { user: name, group: left.name })}
          action={t('membership.remove')}
          concerns={[userId]}
          change={() => remove.mutateAsync({ path: { group_id: left.id, user_id: userId } })}
          done={t('membership.removed', { user: name, group: left.name })}
          onClose={() => setLeft(undefined)}
        >
          {t('membership.goes', { user: name, group: left.name })}
        </ConfirmChange>
      )}
    </>
  );
}
