import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionKey, useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { useNotifications } from '../layout/notifications';
import { Listing } from './Listing';

/** The projects of the account, and its enterprise projects. */
export function Projects(): ReactNode {
  const { t } = useTranslation('access');
  const projects = useRead('KeystoneListProjects');
  const enterprise = useRead('ListEnterpriseProject', { query: { limit: 1_000 } });
  const mayChange = useMay('KeystoneUpdateProject');
  const update = useChange('KeystoneUpdateProject', ['KeystoneListProjects']);
  const client = useQueryClient();
  const { complain } = useNotifications();
  const enable = (project_id: string): void =>
    update.mutate(
      { path: { id: project_id }, body: { project: { enabled: true } } },
      // The session knows the projects that can be worked in.
      { onSuccess: () => void client.invalidateQueries({ queryKey: sessionKey }), onError: complain },
    );
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
          {
            id: 'state',
            header: t('state'),
            cell: ({ id, name, enabled }) => (
              <SpaceBetween direction="horizontal" size="xs">
                {state(enabled)}
                {!enabled && (
                  <Button
                    variant="inline-link"
                    ariaLabel={t('enableProject', { name })}
                    disabled={!mayChange || update.isPending}
                    onClick={() => enable(id)}
                  >
                    {t('enable')}
                  </Button>
                )}
              </SpaceBetween>
            ),
          },
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
