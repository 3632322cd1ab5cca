import Box from '@cloudscape-design/components/box';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../language/format';
import { useRestoredNames } from './useRestoredNames';
import type { BrowserVerdict } from './verifyInBrowser';

type Restore = NonNullable<Extract<BrowserVerdict, { valid: true }>['restore']>;

/** What a valid receipt of a restore says. */
export function RestoreFacts({ restore }: { readonly restore: Restore }): ReactNode {
  const { t } = useTranslation('deletions');
  const names = useRestoredNames(restore.desktopId, restore.snapshotId);
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
        { label: t('restore.disk'), value: <Named name={names.disk} id={restore.volumeId} /> },
        { label: t('restore.snapshot'), value: <Named name={names.snapshot} id={restore.snapshotId} /> },
        { label: t('restore.made'), value: formatTime(restore.snapshotAt) },
        { label: t('restore.askedBy'), value: restore.askedBy },
        { label: t('acceptedAt'), value: formatTime(restore.acceptedAt) },
        { label: t('restore.endedAt'), value: formatTime(restore.endedAt) },
      ]}
    />
  );
}

/** The name, where it is known, and the id that the receipt has. */
function Named({ name, id }: { readonly name: string | undefined; readonly id: string }): ReactNode {
  return (
    <>
      {name}
      <Box variant="small" display="block">
        {id}
      </Box>
    </>
  );
}
