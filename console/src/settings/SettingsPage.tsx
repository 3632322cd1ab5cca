import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { usePage } from '../layout/page';
import { ReachWarning } from '../reach/ReachWarning';
import { InstallationFacts } from './InstallationFacts';
import { ServicePanel } from './ServicePanel';
import { SettingsTable } from './SettingsTable';

/** What this installation is, and what is set and from where. To be read only: settings are made where the service is started. */
export function SettingsPage(): ReactNode {
  const { t, i18n } = useTranslation('settings');
  usePage(t('settings'));
  // The meanings come in the language of the call.
  const headers = { 'x-language': i18n.language === 'zh-CN' ? 'zh-cn' : 'en-us' };
  const { data, error, refetch } = useRead('ShowInstallation', { headers });
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('description')}>
        {t('settings')}
      </Header>
      <ServicePanel />
      {error !== null && <ErrorAlert error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && (
        <StatusIndicator type="loading">{t('loading')}</StatusIndicator>
      )}
      {data !== undefined && (
        <SpaceBetween size="l">
          <ReachWarning />
          <InstallationFacts installation={data} />
          <SettingsTable settings={data.settings} file={data.settings_file} />
        </SpaceBetween>
      )}
    </SpaceBetween>
  );
}
