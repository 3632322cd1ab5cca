import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';

/** The sizes that desktops can be ordered in. */
export function Products(): ReactNode {
  const { t } = useTranslation('images');
  const { data, error, isPending, refetch } = useRead('ListProducts', { query: { limit: 100 } });
  if (error !== null) return <ErrorAlert error={error} onRetry={() => void refetch()} />;
  const products = data?.products ?? [];
  return (
    <Table
      contentDensity="compact"
      wrapLines
      trackBy="product_id"
      loading={isPending}
      loadingText={t('loading')}
      items={products}
      ariaLabels={{ tableLabel: t('products.title') }}
      empty={
        <Box textAlign="center" padding="l">
          {t('products.none')}
        </Box>
      }
      header={
        <Header
          variant="h2"
          counter={isPending ? '' : `(${products.length})`}
          description={t('products.description')}
        >
          {t('products.title')}
        </Header>
      }
      columnDefinitions={[
        { id: 'id', header: t('products.id'), isRowHeader: true, cell: ({ product_id }) => product_id },
        { id: 'cpu', header: t('products.cpu'), cell: ({ cpu }) => cpu },
        {
          id: 'memory',
          header: t('products.memory'),
          cell: ({ memory }) => t('products.gigabytes', { size: Number(memory) / 1024 }),
        },
        {
          id: 'disk',
          header: t('products.disk'),
          cell: ({ system_disk_size }) => t('products.gigabytes', { size: system_disk_size }),
        },
        {
          id: 'state',
          header: t('state'),
          cell: ({ status }) =>
            status === 'normal' ? (
              <StatusIndicator type="success">{t('products.offered')}</StatusIndicator>
            ) : (
              <StatusIndicator type="stopped">{status}</StatusIndicator>
            ),
        },
      ]}
    />
  );
}
