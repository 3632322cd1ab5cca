import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { formatAside } from '../language/format';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { type Desktop, desktopPath, shownStatus } from './desktop';

/** In milliseconds: somebody waits for it. */
const readEvery = 1_500;

/** Opens the screen of a desktop in this tab. Where it is off or hibernated, it offers to start it, and waits. */
export function ScreenPage(): ReactNode {
  const { t } = useTranslation('desktops');
  const desktopId = useParameter('desktopId');
  const follow = useFollow();
  const read = useRead('ShowDesktopDetail', { path: { desktop_id: desktopId } }, { every: readEvery });
  const desktop = read.data?.desktop;
  const name = desktop?.computer_name ?? t('desktop');
  usePage(t('screen.title'), [
    { text: t('desktops'), href: '/console/desktops' },
    { text: name, href: desktopPath(desktopId) },
  ]);
  return (
    <SpaceBetween size="l">
      <Box variant="h1">{name}</Box>
      {desktop !== undefined ? (
        <Opening desktop={desktop} />
      ) : read.error === null ? (
        <Spinner size="large" />
      ) : (
        <ErrorAlert error={read.error} onRetry={() => void read.refetch()} />
      )}
      <Button variant="inline-link" href={desktopPath(desktopId)} onFollow={follow}>
        {t('screen.back')}
      </Button>
    </SpaceBetween>
  );
}

const offAt = { stopped: 'start', hibernated: 'wake' } as const;
const broken: ReadonlySet<string> = new Set(['deleting', 'deleteFailed', 'failed', 'unknown']);

function Opening({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const mayStart = useMay('BatchRunDesktops');
  const start = useChange('BatchRunDesktops', ['ShowDesktopDetail', 'ListDesktopsDetail', 'ListItaSubJobs']);
  const { mutate: ask, ...asking } = useChange('ShowRemoteConsoleAddress', []);
  const { desktop_id } = desktop;
  const status = shownStatus(desktop);
  const canOpen = status === 'running' && asking.isIdle;
  useEffect(() => {
    if (canOpen) ask({ path: { desktop_id } }, { onSuccess: ({ url }) => location.replace(url) });
  }, [canOpen, ask, desktop_id]);

  if (asking.error !== null)
    return <ErrorAlert error={asking.error} header={t('screen.failed')} onRetry={asking.reset} />;
  const [refused] = start.data?.failed_operation_list ?? [];
  const way = status === 'stopped' || status === 'hibernated' ? offAt[status] : undefined;
  if (way !== undefined && (refused !== undefined || start.error !== null || !start.isPending))
    return (
      <SpaceBetween size="m">
        {start.error !== null && <ErrorAlert error={start.error} header={t('screen.notStarted')} />}
        {refused !== undefined && (
          <div role="alert">
            <Alert type="error" header={t('screen.notStarted')}>
              {formatAside(refused.error_msg, refused.error_code)}
            </Alert>
          </div>
        )}
        <Alert
          type="info"
          header={t(`screen.at.${way}`)}
          action={
            <Button
              variant="primary"
              disabled={!mayStart}
              {...(mayStart ? {} : { disabledReason: t('mayNot') })}
              onClick={() => start.mutate({ body: { desktop_ids: [desktop_id], op_type: 'os-start' } })}
            >
              {t(`screen.${way}`)}
            </Button>
          }
        >
          {t('screen.startHint')}
        </Alert>
      </SpaceBetween>
    );
  if (broken.has(status))
    return (
      <Alert type="warning" header={t(`status.${status}`)}>
        {desktop.fail_reason ?? t('screen.none')}
      </Alert>
    );
  return (
    <div role="status">
      <ProgressBar
        value={status === 'running' ? 90 : 50}
        label={t(status === 'running' ? 'screen.opening' : 'screen.starting')}
        description={t('screen.startHint')}
      />
    </div>
  );
}
