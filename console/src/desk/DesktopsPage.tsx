import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTitle } from '../layout/useTitle';
import { DesktopCard } from './DesktopCard';
import { useOwnDesktops } from './ownDesktops';

/** His desktops, each as a card. */
export function DesktopsPage({ passwordChanged }: { readonly passwordChanged: boolean }): ReactNode {
  const { t } = useTranslation('desk');
  const { data, error, refetch } = useOwnDesktops();
  useTitle(t('desktops.title'));
  return (
    <main className="desk">
      <Box variant="h1" margin={{ bottom: 's' }}>
        {t('desktops.title')}
      </Box>
      {passwordChanged && <Alert type="success">{t('password.changed')}</Alert>}
      {error !== null && (
        <ErrorAlert error={error} header={t('desktops.failed')} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Spinner size="large" />}
      {data?.length === 0 && (
        <Box padding={{ vertical: 'xl' }}>
          <Box variant="h2">{t('desktops.none')}</Box>
          <Box variant="p">{t('desktops.noneHint')}</Box>
        </Box>
      )}
      <ul className="desk-cards">
        {data?.map((desktop) => (
          <li key={desktop.id}>
            <DesktopCard desktop={desktop} />
          </li>
        ))}
      </ul>
    </main>
  );
}
