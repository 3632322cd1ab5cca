import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApiDocument } from './apiDocument';
import { ErrorEntries } from './ErrorList';

/** The error codes that a search is for, above the operations that may answer them. */
export function FoundErrors({
  codes,
  errors,
}: {
  readonly codes: readonly string[];
  readonly errors: ApiDocument['x-error-codes'];
}): ReactNode {
  const { t } = useTranslation('explorer');
  if (codes.length === 0) return null;
  return (
    <Container
      header={
        <Header variant="h2" counter={`(${codes.length})`}>
          {t('errors.title')}
        </Header>
      }
    >
      <ErrorEntries codes={codes} errors={errors} />
    </Container>
  );
}
