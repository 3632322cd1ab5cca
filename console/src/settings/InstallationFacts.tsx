import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { formatBytes, formatTime, readTime } from '../language/format';
import { DeskAddress, EnterpriseId } from '../reach/DeskAddress';

type Installation = Answer<'ShowInstallation'>;

/** In milliseconds: a certificate that ends sooner is warned of. */
const soon = 14 * 86_400_000;

/** Versions, places, engine, database, log. */
export function InstallationFacts({ installation }: { readonly installation: Installation }): ReactNode {
  const { t } = useTranslation('settings');
  const { version, node_version, database, log } = installation;
  const plain = [
    ['version', version],
    ['node', node_version],
    ['started', formatTime(installation.started_at)],
    ['instance', installation.instance_id],
    ['region', installation.region],
    ['dataDir', installation.data_dir],
    ['publicUrl', installation.public_url ?? t('fact.noPublicUrl')],
  ] as const;
  return (
    <Container header={<Header variant="h2">{t('installation')}</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={220}
        items={[
          ...plain.map(([name, value]) => ({ label: t(`fact.${name}`), value })),
          { label: t('fact.desk'), value: <DeskAddress /> },
          { label: t('fact.enterprise'), value: <EnterpriseId /> },
          { label: t('fact.tls'), value: <Tls tls={installation.tls} /> },
          { label: t('fact.engine'), value: <Engine engine={installation.engine} /> },
          {
            label: t('fact.database'),
            value: (
              <>
                PostgreSQL {database.version}, {t(database.embedded ? 'fact.embedded' : 'fact.external')}
                <Small>
                  {formatBytes(database.size_bytes)} · {database.schema}
                </Small>
              </>
            ),
          },
          {
            label: t('fact.log'),
            value: (
              <>
                {t('fact.logSize', { count: log.size })}
                <Small>{log.root === null ? log.id : `${log.id} · ${log.root.slice(0, 16)}…`}</Small>
              </>
            ),
          },
        ]}
      />
    </Container>
  );
}

function Tls({ tls }: Pick<Installation, 'tls'>): ReactNode {
  const { t } = useTranslation('settings');
  if (tls === null) return <StatusIndicator type="info">{t('fact.noTls')}</StatusIndicator>;
  const left = readTime(tls.valid_to) - Date.now();
  const state = left < 0 ? 'error' : left < soon ? 'warning' : 'success';
  return (
    <>
      <StatusIndicator type={state}>
        {t(left < 0 ? 'fact.tlsEnded' : 'fact.tlsUntil', { time: formatTime(tls.valid_to) })}
      </StatusIndicator>
      <Small>{tls.names.join(', ') || tls.subject}</Small>
      <Small>{t('fact.issuer', { issuer: tls.issuer })}</Small>
    </>
  );
}

function Engine({ engine }: Pick<Installation, 'engine'>): ReactNode {
  const { t } = useTranslation('settings');
  const abilities = [
    ['encrypted', engine.disk_encrypted],
    ['enforced', engine.disk_size_enforced],
    ['screens', engine.screens],
    ['files', engine.files],
    ['images', engine.own_images],
  ] as const;
  return (
    <>
      {t(`fact.engineName.${engine.name}`)}, {engine.architecture}
      {abilities
        .filter(([, able]) => able !== null || engine.name === 'local')
        .map(([name, able]) => (
          <div key={name}>
            <StatusIndicator type={able === null ? 'pending' : able ? 'success' : 'stopped'}>
              {t(`ability.${name}.${able === null ? 'unknown' : able ? 'yes' : 'no'}`)}
            </StatusIndicator>
          </div>
        ))}
    </>
  );
}

function Small({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Box variant="small" display="block">
      {children}
    </Box>
  );
}
