import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { keyOf } from './scan';

interface Props {
  readonly results: Answer<'ReclaimOrphans'>['results'];
  readonly onClose: () => void;
}

/** What became of each item that was to be removed. */
export function Reclaimed({ results, onClose }: Props): ReactNode {
  const { t } = useTranslation('orphans');
  const allGone = results.every(({ result }) => result === 'removed' || result === 'accepted');
  return (
    <Alert
      type={allGone ? 'success' : 'warning'}
      header={t('result.title')}
      dismissible
      dismissAriaLabel={t('result.close')}
      onDismiss={onClose}
    >
      {results.length === 0 && t('result.nothing')}
      {results.map((each) => (
        <div key={keyOf(each)}>
          {t(`kind.${each.kind}`)} {each.id}: {t(`result.${each.result}`)}
          {each.detail === null ? '' : ` (${each.detail})`}
        </div>
      ))}
    </Alert>
  );
}
