import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { Listing } from './Listing';

/** The projects of the account, and its enterprise projects. */
export function Projects(): ReactNode {
  const { t } = useTranslation('access');
  const projects = useRead('KeystoneListProjects');
  const enterprise = useRead('ListEnterpriseProject', { query: { limit: 1_000 } });
  const state = (enabled: boolean): ReactNode => (
    <StatusIndicator type={enabled ? 'success' : 'stopped'}>
      {enabled ? t('enabled') : t('disabled')}
    </StatusIndicator>
  );
  return (
    <SpaceBetween size="l">
      <Listing
        title={t('projects')}
        description={t('projectsHint')}
        read={projects}
        items={projects.data?.projects}
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            sortingField: 'name',
            cell: ({ name }) => name,
          },
          { id: 'id', header: 'ID', cell: ({ id }) => id },
          { id: 'state', header: t('state'), cell: ({ enabled }) => state(enabled) },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
      <Listing
        title={t('enterpriseProjects')}
        description={t('enterpriseProjectsHint')}
        read={enterprise}
        items={enterprise.data?.enterprise_projects}
        columns={[
          {
            id: 'name',
            header: t('name'),
            isRowHeader: true,
            sortingField: 'name',
            cell: ({ name }) => name,
          },
          { id: 'id', header: 'ID', cell: ({ id }) => id },
          { id: 'state', header: t('state'), cell: ({ status }) => state(status === 1) },
          { id: 'note', header: t('note'), cell: ({ description }) => description || '–' },
        ]}
      />
    </SpaceBetween>
  );
}
