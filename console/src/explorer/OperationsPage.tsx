import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { operationsOf, useApiDocument } from './apiDocument';
import { FoundErrors } from './FoundErrors';
import { searchErrors, searchOperations, wordsOf } from './searchOperations';

/** Every operation by group, and those that fit a search. */
export function OperationsPage(): ReactNode {
  const { t } = useTranslation('explorer');
  const [wanted, setWanted] = useState('');
  const { data, error, refetch } = useApiDocument();
  const follow = useFollow();
  usePage(t('title'));
  const words = wordsOf(wanted);
  const found = data === undefined ? [] : searchOperations(operationsOf(data), words);
  const groups = (data?.tags ?? []).flatMap((tag) => {
    const operations = found.filter(({ operation }) => operation.tags.includes(tag.name));
    return operations.length === 0 ? [] : [{ tag, operations }];
  });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('intro')}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button href="/explorer/signature" onFollow={follow}>
              {t('signature.title')}
            </Button>
            <Button href="/explorer/errors" onFollow={follow}>
              {t('errors.title')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('title')}
      </Header>
      <Input
        type="search"
        value={wanted}
        ariaLabel={t('find')}
        placeholder={t('findBy')}
        onChange={({ detail }) => setWanted(detail.value)}
      />
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Spinner />}
      <div role="status">
        {words.length > 0 && <Box color="text-body-secondary">{t('matches', { count: found.length })}</Box>}
      </div>
      {data !== undefined && (
        <FoundErrors codes={searchErrors(data['x-error-codes'], words)} errors={data['x-error-codes']} />
      )}
      {groups.map(({ tag, operations }) => (
        <Container
          key={tag.name}
          header={
            <Header variant="h2" description={tag.description} counter={`(${operations.length})`}>
              {tag['x-displayName']}
            </Header>
          }
        >
          <SpaceBetween size="xs">
            {operations.map(({ operation, method, path, because }) => (
              <div key={operation.operationId}>
                <Link href={`/explorer/operations/${operation.operationId}`} onFollow={follow}>
                  {operation.operationId}
                </Link>{' '}
                {operation.summary}
                <Box variant="small" display="block">
                  {method} {path}
                </Box>
                {because.length > 0 && (
                  <Box variant="small" display="block">
                    {t('because', { names: formatList(because) })}
                  </Box>
                )}
              </div>
            ))}
          </SpaceBetween>
        </Container>
      ))}
    </SpaceBetween>
  );
}
