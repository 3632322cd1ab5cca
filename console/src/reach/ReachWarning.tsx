import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useReach } from './useReach';

/** Which settings are missing that mails to people need: what does not work without, and how they are made. Nothing where none is. */
export function ReachWarning(): ReactNode {
  const { t } = useTranslation('reach');
  const reach = useReach();
  if (reach === undefined) return null;
  const missing = [
    ...(reach.deskUrl === undefined ? (['publicUrl'] as const) : []),
    ...(reach.keepsMails ? (['smtpUrl'] as const) : []),
  ];
  if (missing.length === 0) return null;
  return (
    <Alert type="warning" header={t('missing.title')}>
      <ul>
        {missing.map((name) => (
          <li key={name}>
            <Trans t={t} i18nKey={`missing.${name}`} components={{ code: <Box variant="code" /> }} />
          </li>
        ))}
      </ul>
      <Trans t={t} i18nKey="missing.how" components={{ code: <Box variant="code" /> }} />
    </Alert>
  );
}
