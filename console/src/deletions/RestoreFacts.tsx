import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import type { BrowserVerdict } from './verifyInBrowser';

type Restore = NonNullable<Extract<BrowserVerdict, { valid: true }>['restore']>;

/** What a valid receipt of a restore says. */
export function RestoreFacts({ restore }: { readonly restore: Restore }): ReactNode {
  const { t } = useTranslation('deletions');
  const { outcome, errorCode, engine, keyId } = restore;
  return (
    <KeyValuePairs
      columns={3}
      items={[
        { label: t('restore.outcome'), value: t(`restore.is.${outcome}`, { code: errorCode }) },
        {
          label: t('restore.engine'),
          value: engine.simulated ? t('restore.simulated', { engine: engine.name }) : engine.name,
        },
        { label: t('restore.key'), value: keyId === '' ? t('restore.notEncrypted') : keyId },
        { label: t('restore.disk'), value: restore.volumeId },
        { label: t('restore.snapshot'), value: restore.snapshotId },
        { label: t('restore.made'), value: formatTime(restore.snapshotAt) },
        { label: t('restore.askedBy'), value: restore.askedBy },
        { label: t('acceptedAt'), value: formatTime(restore.acceptedAt) },
        { label: t('restore.endedAt'), value: formatTime(restore.endedAt) },
      ]}
    />
  );
}
