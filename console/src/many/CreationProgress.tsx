import Container from '@cloudscape-design/components/container';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Progress, RowProgress } from './useCreationJobs';

/** How far all of them are, and how many have failed. */
export function CreationProgress({ progress }: { readonly progress: Progress }): ReactNode {
  const { t } = useTranslation('many');
  const all = [...progress.values()];
  const count = (...kinds: readonly RowProgress['kind'][]): number =>
    all.filter(({ kind }) => kinds.includes(kind)).length;
  const created = count('created');
  const failed = count('failed', 'refused', 'lost');
  const percent = all.reduce((sum, { kind, percent: own }) => sum + (kind === 'created' ? 100 : own), 0);
  const isDone = created + failed === all.length;
  const text = t('done', { created, count: all.length });
  const failures = failed === 0 ? '' : t('failures', { count: failed });
  return (
    <Container>
      <ProgressBar
        label={t('progress')}
        value={Math.floor(percent / Math.max(all.length, 1))}
        additionalInfo={isDone ? '' : [text, failures].join(' ').trim()}
        {...(isDone
          ? {
              status: failed === 0 ? ('success' as const) : ('error' as const),
              resultText: [text, failures].join(' ').trim(),
            }
          : {})}
      />
    </Container>
  );
}
