import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ServiceError } from '../api/serviceError';
import { Refusal } from './Refusal';

interface Props {
  readonly error: Error;
  readonly header?: string;
  /** Of the page in whose place it stands. */
  readonly title?: string;
  readonly onRetry?: () => void;
}

/** A failure in the service's own words, with what a report of it needs: the code and the request's id. */
export function ErrorAlert({ error, header, title, onRetry }: Props): ReactNode {
  const { t } = useTranslation('layout');
  const facts = error instanceof ServiceError ? [error.code, error.requestId] : [];
  const shown = facts.filter((fact) => fact !== undefined);
  return (
    <div role="alert">
      {title !== undefined && (
        <Box variant="h1" margin={{ bottom: 's' }}>
          {title}
        </Box>
      )}
      <Alert
        type="error"
        {...(header === undefined ? {} : { header })}
        {...(onRetry === undefined ? {} : { action: <Button onClick={onRetry}>{t('retry')}</Button> })}
      >
        {error.message}
        {error instanceof ServiceError && <Refusal error={error} />}
        {shown.length > 0 && (
          <Box variant="small" display="block">
            {shown.join(' · ')}
          </Box>
        )}
      </Alert>
    </div>
  );
}
