import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { sentenceOf, useErrorCodes } from './errorCodes';

/** Every error code and what it means. */
export function ErrorCodesPage(): ReactNode {
  const { t } = useTranslation('explorer');
  const [wanted, setWanted] = useState('');
  const { data, error, refetch } = useErrorCodes();
  const follow = useFollow();
  usePage(t('errors.title'), [{ text: t('title'), href: '/explorer' }]);
  const found = (data?.error_codes ?? []).filter(({ error_code: code, message }) =>
    `${code} ${message}`.toLowerCase().includes(wanted.toLowerCase()),
  );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('errors.intro')}>
        {t('errors.title')}
      </Header>
      <Input
        type="search"
        value={wanted}
        ariaLabel={t('errors.find')}
        placeholder={t('errors.find')}
        onChange={({ detail }) => setWanted(detail.value)}
      />
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      <Table
        items={found}
        loading={data === undefined && error === null}
        trackBy="error_code"
        enableKeyboardNavigation
        wrapLines
        ariaLabels={{ tableLabel: t('errors.title') }}
        empty={<Box>{t('errors.none')}</Box>}
        columnDefinitions={[
          {
            id: 'code',
            header: t('errors.code'),
            isRowHeader: true,
            cell: ({ error_code: code }) => (
              <Link href={`/explorer/errors/${code}`} onFollow={follow}>
                {code}
              </Link>
            ),
          },
          {
            id: 'status',
            header: t('errors.status'),
            cell: ({ status, further_statuses: further = [] }) => [status, ...further].join(', '),
          },
          { id: 'message', header: t('errors.message'), cell: (each) => sentenceOf(each) },
        ]}
      />
    </SpaceBetween>
  );
}
