import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useReadAll } from '../api/readAll';
import { useMay } from '../api/rights';
import { ExportFile } from '../layout/ExportFile';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { TablePage } from '../layout/TablePage';
import { GroupForm } from './GroupForm';
import { groupsAtOnce, groupsIn } from './group';

/** All groups of desktop users of the project. */
export function UserGroupsPage(): ReactNode {
  const { t } = useTranslation('userGroups');
  const follow = useFollow();
  const mayCreate = useMay('CreateUserGroup');
  const mayExport = useMay('ExportUserGroups');
  const [creating, setCreating] = useState(false);
  usePage(t('groups'), [{ text: t('users'), href: '/console/users' }]);
  const read = useReadAll('ListUserGroups', groupsAtOnce, groupsIn);
  return (
    <SpaceBetween size="m">
      <TablePage
        title={t('groups')}
        description={t('description')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ExportFile
              name="groups"
              label={t('export.button')}
              hint={t('export.hint')}
              done={t('export.done')}
              may={mayExport}
              read={(projectId) => callOperation(projectId, 'ExportUserGroups')}
            />
            <Button
              variant="primary"
              disabled={!mayCreate}
              disabledReason={t('mayNot')}
              onClick={() => setCreating(true)}
            >
              {t('create.open')}
            </Button>
          </SpaceBetween>
        }
        read={read}
        words={{ loading: t('loading'), search: t('search'), none: t('none'), noneHint: t('noneHint') }}
        searchedBy={['name', 'description']}
        sortedBy="name"
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            sortingField: 'name',
            cell: ({ id, name }) => (
              <Link href={`/console/user-groups/${id}`} onFollow={follow}>
                {name}
              </Link>
            ),
          },
          {
            id: 'users',
            header: t('users'),
            sortingField: 'user_quantity',
            cell: ({ user_quantity }) => user_quantity,
          },
          {
            id: 'desktops',
            header: t('desktops'),
            sortingField: 'total_desktops',
            cell: ({ total_desktops }) => total_desktops,
          },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
      {creating && <GroupForm onClose={() => setCreating(false)} />}
    </SpaceBetween>
  );
}
