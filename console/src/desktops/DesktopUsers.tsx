import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { useFollow } from '../layout/follow';
import { AssignGroup } from './AssignGroup';
import { AssignUser } from './AssignUser';
import { type Desktop, shownStatus } from './desktop';
import { TakeUserAway } from './TakeUserAway';

/** Most users and groups of a desktop that is shared (docs/reference/desktops.md#who-has-a-desktop). */
const mostOfShared = 500;

/** Who has a desktop: assigns users and groups and takes them away, as far as its kind and its state allow. */
export function DesktopUsers({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const follow = useFollow();
  const mayAssign = useMay('AttachInstances');
  const mayTake = useMay('BatchDetachInstances');
  const [doing, setDoing] = useState<'assign' | 'assignGroup' | Desktop['attach_user_infos'][number]>();
  const users = desktop.attach_user_infos;
  const isShared = desktop.desktop_type === 'SHARED';
  const most = isShared ? mostOfShared : 1;
  const status = shownStatus(desktop);
  const isEnding = status === 'deleting' || status === 'deleteFailed';
  const noAssigning = isEnding
    ? t('users.ending')
    : users.length >= most
      ? t(isShared ? 'users.full' : 'users.taken', { most })
      : mayAssign
        ? undefined
        : t('mayNot');
  const noTaking = isEnding
    ? t('users.ending')
    : desktop.status === 'HIBERNATED'
      ? t('users.hibernated')
      : mayTake
        ? undefined
        : t('mayNot');
  return (
    <>
      <Table
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: t('users.title') }}
        items={[...users]}
        trackBy="user_id"
        empty={t('users.none')}
        header={
          <Header
            counter={`(${users.length})`}
            description={t(isShared ? 'users.ruleShared' : 'users.ruleDedicated', { most })}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                {isShared && (
                  <Button
                    onClick={() => setDoing('assignGroup')}
                    disabled={noAssigning !== undefined}
                    {...(noAssigning === undefined ? {} : { disabledReason: noAssigning })}
                  >
                    {t('users.assignGroup')}
                  </Button>
                )}
                <Button
                  onClick={() => setDoing('assign')}
                  disabled={noAssigning !== undefined}
                  {...(noAssigning === undefined ? {} : { disabledReason: noAssigning })}
                >
                  {t('users.assign')}
                </Button>
              </SpaceBetween>
            }
          >
            {t('users.title')}
          </Header>
        }
        columnDefinitions={[
          {
            id: 'user',
            header: t('user'),
            isRowHeader: true,
            cell: ({ user_id, user_name, type }) =>
              type === 'USER' ? (
                <Link href={`/console/users/${user_id}`} onFollow={follow}>
                  {user_name}
                </Link>
              ) : (
                <>
                  <Link href={`/console/user-groups/${user_id}`} onFollow={follow}>
                    {user_name}
                  </Link>{' '}
                  ({t('users.userGroup')})
                </>
              ),
          },
          {
            id: 'group',
            header: t('users.administrator'),
            cell: ({ user_group }) => t(isAdministrators(user_group) ? 'on' : 'off'),
          },
          {
            id: 'take',
            header: t('users.action'),
            cell: (assigned) => (
              <Button
                variant="inline-link"
                ariaLabel={t('users.takeNamed', { user: assigned.user_name })}
                onClick={() => setDoing(assigned)}
                disabled={noTaking !== undefined}
                {...(noTaking === undefined ? {} : { disabledReason: noTaking })}
              >
                {t('users.take')}
              </Button>
            ),
          },
        ]}
      />
      {doing === 'assignGroup' && <AssignGroup desktop={desktop} onClose={() => setDoing(undefined)} />}
      {doing === 'assign' && <AssignUser desktop={desktop} onClose={() => setDoing(undefined)} />}
      {typeof doing === 'object' && (
        <TakeUserAway desktop={desktop} assigned={doing} onClose={() => setDoing(undefined)} />
      )}
    </>
  );
}

function isAdministrators(group: string | null): boolean {
  return group === 'sudo' || group === 'administrators';
}
