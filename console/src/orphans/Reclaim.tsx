import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { ErrorAlert } from '../layout/ErrorAlert';
import { keyOf, type Suspect } from './scan';

const word = 'RECLAIM';
/** As many as the service takes at once. */
const most = 1000;

interface Props {
  /** As they were shown: what the engine gets later is not removed with them. */
  readonly items: readonly Suspect[];
  readonly onClose: () => void;
  readonly onDone: (results: Answer<'ReclaimOrphans'>['results']) => void;
}

/** Removes the items that were shown, after a word was typed. The service proves each again right before. */
export function Reclaim({ items, onClose, onDone }: Props): ReactNode {
  const { t } = useTranslation('orphans');
  const [typed, setTyped] = useState('');
  const reclaim = useChange('ReclaimOrphans', ['ShowOrphanScan']);
  const chosen = items.slice(0, most);
  const isConfirmed = typed.trim() === word;
  const run = (): void => {
    if (!isConfirmed || reclaim.isPending) return;
    const body = { items: chosen.map(({ kind, id, generation }) => ({ kind, id, generation })) };
    reclaim.mutate({ body }, { onSuccess: ({ results }) => onDone(results) });
  };
  return (
    <Modal
      visible
      size="large"
      header={t('reclaim.title', { count: chosen.length })}
      closeAriaLabel={t('cancel')}
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button variant="primary" disabled={!isConfirmed} loading={reclaim.isPending} onClick={run}>
              {t('reclaim.button')}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">{t('reclaim.warning')}</Alert>
        <ul>
          {chosen.map((item) => (
            <li key={keyOf(item)}>
              {t(`kind.${item.kind}`)} {item.id}
            </li>
          ))}
        </ul>
        <FormField label={t('reclaim.type', { word })} stretch>
          <Input
            value={typed}
            disabled={reclaim.isPending}
            autoComplete={false}
            spellcheck={false}
            placeholder={word}
            onChange={({ detail }) => setTyped(detail.value)}
            onKeyDown={({ detail }) => {
              if (detail.key === 'Enter' && !detail.isComposing) run();
            }}
          />
        </FormField>
        {reclaim.error !== null && <ErrorAlert error={reclaim.error} />}
      </SpaceBetween>
    </Modal>
  );
}
