import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useChange } from '../api/queries';
import { Dialog } from '../layout/Dialog';
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
    const body = { items: chosen.map(({ kind, id, generation }) => ({ kind, id, generation })) };
    reclaim.mutate({ body }, { onSuccess: ({ results }) => onDone(results) });
  };
  return (
    <Dialog
      size="large"
      title={t('reclaim.title', { count: chosen.length })}
      action={t('reclaim.button')}
      onAction={run}
      onClose={onClose}
      pending={reclaim.isPending}
      disabled={!isConfirmed}
    >
      <Alert type="warning">{t('reclaim.warning')}</Alert>
      <ul>
        {chosen.map((item) => (
          <li key={keyOf(item)}>
            {t(`kind.${item.kind}`)} {item.id}
          </li>
        ))}
      </ul>
      {items.length > most && <div>{t('reclaim.rest', { count: items.length - most, most })}</div>}
      <FormField label={t('reclaim.type', { word })} stretch>
        <Input
          value={typed}
          disabled={reclaim.isPending}
          autoComplete={false}
          spellcheck={false}
          placeholder={word}
          onChange={({ detail }) => setTyped(detail.value)}
        />
      </FormField>
      {reclaim.error !== null && <ErrorAlert error={reclaim.error} />}
    </Dialog>
  );
}
