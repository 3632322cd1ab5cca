import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useTitle } from '../layout/useTitle';
import {
  conditionOf,
  type OwnDesktop,
  statusOf,
  useOperate,
  useOwnDesktops,
  useScreenAddress,
} from './ownDesktops';

/** Opens the screen of a desktop in this tab: starts it first where it is off, and waits. */
export function OpenPage({ desktopId }: { readonly desktopId: string }): ReactNode {
  const { t } = useTranslation('desk');
  const { data, error, refetch } = useOwnDesktops();
  const desktop = data?.find(({ id }) => id === desktopId);
  useTitle(desktop?.computer_name ?? t('desktops.title'));
  return (
    <main className="desk">
      <SpaceBetween size="l">
        <Box variant="h1">{desktop?.computer_name ?? t('desktops.title')}</Box>
        {desktop !== undefined ? (
          <Opening desktop={desktop} />
        ) : data !== undefined ? (
          <Alert type="warning" header={t('open.notYours')}>
            {t('open.notYoursHint')}
          </Alert>
        ) : error !== null ? (
          <ErrorAlert error={error} header={t('desktops.failed')} onRetry={() => void refetch()} />
        ) : (
          <Spinner size="large" />
        )}
        <Button href="/desk" variant="inline-link">
          {t('open.back')}
        </Button>
      </SpaceBetween>
    </main>
  );
}

function Opening({ desktop }: { readonly desktop: OwnDesktop }): ReactNode {
  const { t } = useTranslation('desk');
  const { mutate: start, ...starting } = useOperate(desktop.id);
  const { mutate: ask, ...asking } = useScreenAddress(desktop.id);
  const condition = conditionOf(desktop);
  const mustStart = condition === 'off' && starting.isIdle;
  const canOpen = condition === 'on' && asking.isIdle;

  useEffect(() => {
    if (mustStart) start('os-start');
  }, [mustStart, start]);
  useEffect(() => {
    if (canOpen) ask(undefined, { onSuccess: (url) => location.replace(url) });
  }, [canOpen, ask]);

  const again = (): void => {
    starting.reset();
    asking.reset();
  };
  const error = asking.error ?? starting.error;
  if (error !== null) return <ErrorAlert error={error} header={t('open.failed')} onRetry={again} />;
  if (condition === 'broken')
    return (
      <Alert type="warning" header={t(`status.${statusOf(desktop)}`)}>
        {t('desktops.askForHelp')}
      </Alert>
    );
  if (condition === 'off' && starting.isSuccess)
    return (
      <Alert
        type="warning"
        header={t('open.didNotStart')}
        action={<Button onClick={again}>{t('open.again')}</Button>}
      >
        {t('desktops.askForHelp')}
      </Alert>
    );
  return (
    <div role="status">
      <ProgressBar
        value={condition === 'on' ? 90 : condition === 'busy' ? 50 : 10}
        label={t(condition === 'on' ? 'open.opening' : 'open.starting')}
        description={t('open.hint')}
        {...{ ariaLabel: t('open.opening') }}
      />
    </div>
  );
}
