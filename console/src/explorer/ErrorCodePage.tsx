import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { adviceOn, sentenceOf, useErrorCodes } from './errorCodes';

/** One error code: each error of the API links to it. */
export function ErrorCodePage(): ReactNode {
  const { t } = useTranslation('explorer');
  const code = useParameter('code');
  const { data, error, refetch } = useErrorCodes();
  const follow = useFollow();
  usePage(code, [
    { text: t('title'), href: '/explorer' },
    { text: t('errors.title'), href: '/explorer/errors' },
  ]);
  const found = data?.error_codes.find((each) => each.error_code === code);
  return (
    <SpaceBetween size="l">
      <Header variant="h1">{code}</Header>
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Spinner />}
      {data !== undefined && found === undefined && <Alert type="warning">{t('errors.unknown')}</Alert>}
      {found !== undefined && (
        <Container>
          <SpaceBetween size="l">
            <KeyValuePairs
              columns={3}
              items={[
                { label: t('errors.message'), value: sentenceOf(found) },
                {
                  label: t('errors.status'),
                  value: [found.status, ...(found.further_statuses ?? [])].join(', '),
                },
                {
                  label: t('errors.origin'),
                  value: found.origin === 'huawei' ? t('errors.huawei') : t('errors.deskplane'),
                },
              ]}
            />
            <KeyValuePairs
              items={[{ label: t('errors.adviceTitle'), value: adviceOn(code, found.status, t) }]}
            />
            <div>
              {t('errors.operations')}{' '}
              {found.operations.map((operation) => (
                <span key={operation}>
                  <Link href={`/explorer/operations/${operation}`} onFollow={follow}>
                    {operation}
                  </Link>{' '}
                </span>
              ))}
            </div>
          </SpaceBetween>
        </Container>
      )}
    </SpaceBetween>
  );
}
