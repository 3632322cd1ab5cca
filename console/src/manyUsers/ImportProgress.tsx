import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReach } from '../reach/useReach';
import { isMade, type UserCreation } from './useCreateUsers';

interface Props {
  readonly creation: UserCreation;
  /** Of all users of the list. */
  readonly count: number;
}

/** How many are created; at the end, what to do about those who are not. */
export function ImportProgress({ creation, count }: Props): ReactNode {
  const { t } = useTranslation('manyUsers');
  const reach = useReach();
  const { states, isRunning, patience } = creation;
  const all = [...states.values()];
  const created = all.filter(isMade).length;
  const invited = all.filter(({ kind }) => kind === 'invited').length;
  const failed = all.filter(({ kind }) => kind === 'refused' || kind === 'lost').length;
  const untried = count - created - failed;
  const text = t('done', { created, count });
  return (
    <SpaceBetween size="m">
      <Container>
        <ProgressBar
          label={t('progress')}
          value={Math.floor((created * 100) / Math.max(count, 1))}
          additionalInfo={
            isRunning
              ? [text, patience > 0 && t('patience', { seconds: patience })].filter(Boolean).join(' ')
              : ''
          }
          {...(isRunning
            ? {}
            : {
                status: created === count ? ('success' as const) : ('error' as const),
                resultText: [
                  text,
                  invited > 0 && t(reach?.keepsMails === true ? 'kept' : 'mails', { count: invited }),
                ]
                  .filter(Boolean)
                  .join(' '),
              })}
        />
      </Container>
      {!isRunning && created < count && (
        <div role="alert">
          <Alert type="warning" header={t('partial.title', { failed, untried })}>
            {t('partial.hint')}
          </Alert>
        </div>
      )}
    </SpaceBetween>
  );
}
