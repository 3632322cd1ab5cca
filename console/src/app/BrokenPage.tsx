import type { ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';

/** In the place of a page that threw: after an update of the service, say, whose new files an open tab does not know. */
export function BrokenPage({ error }: ErrorComponentProps): ReactNode {
  const { t } = useTranslation('layout');
  return (
    <ErrorAlert
      error={error instanceof Error ? error : new Error(String(error))}
      header={t('broken')}
      onRetry={() => location.reload()}
    />
  );
}
