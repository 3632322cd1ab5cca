import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';

/** What is limited, in the order in which it is asked about. */
const kinds = ['general_instances', 'users', 'cores', 'Memory', 'volumes', 'volume_gigabytes'] as const;

/** What the project may hold and holds. */
export function QuotaTable(): ReactNode {
  const { t } = useTranslation('settings');
  const { data } = useRead('ShowQuotas');
  const items = kinds.flatMap((kind) => {
    const found = data?.quotas.resources.find(({ type }) => type === kind);
    return found === undefined ? [] : [{ kind, used: found.used, quota: found.quota }];
  });
  return (
    <Table
      variant="embedded"
      contentDensity="compact"
      trackBy="kind"
      items={items}
      ariaLabels={{ tableLabel: t('service.quotas') }}
      header={
        <Header variant="h3" description={t('service.quotaHow')}>
          {t('service.quotas')}
        </Header>
      }
      columnDefinitions={[
        { id: 'kind', header: t('service.kind.title'), cell: ({ kind }) => t(`service.kind.${kind}`) },
        { id: 'used', header: t('service.usedAmount'), cell: ({ used }) => used.toLocaleString() },
        { id: 'quota', header: t('service.quota'), cell: ({ quota }) => quota.toLocaleString() },
      ]}
    />
  );
}
