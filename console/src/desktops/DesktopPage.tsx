import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ServiceError } from '../api/serviceError';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { IdHeader } from '../layout/IdHeader';
import { usePage } from '../layout/page';
import { useParameter } from '../layout/useParameter';
import { ChangeDesktop } from './ChangeDesktop';
import { ChangeMenu } from './ChangeMenu';
import { ChangeTags } from './ChangeTags';
import { DesktopFacts } from './DesktopFacts';
import { DesktopTabs } from './DesktopTabs';
import { DesktopUsers } from './DesktopUsers';
import { deletionPath } from './desktop';
import { PowerMenu } from './PowerMenu';
import { ScreenButton } from './ScreenButton';

/** In milliseconds: while somebody looks at it. */
const readEvery = 3_000;

/** One desktop: what it is, what it is made of, what happened to it. */
export function DesktopPage(): ReactNode {
  const { t } = useTranslation('desktops');
  const mayChange = useMay('UpdateDesktop');
  const mayDelete = useMay('DeleteDesktop');
  const mayTag = useMay('BatchChangeTags');
  const desktopId = useParameter('desktopId');
  const follow = useFollow();
  const read = useRead('ShowDesktopDetail', { path: { desktop_id: desktopId } }, { every: readEvery });
  const [editing, setEditing] = useState<'name' | 'tags'>();
  const desktop = read.data?.desktop;
  usePage(desktop?.computer_name ?? t('desktop'), [{ text: t('desktops'), href: '/console/desktops' }]);

  if (desktop === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert
        title={t('desktop')}
        error={read.error}
        {...(isMissing(read.error) ? { header: t('gone') } : { onRetry: () => void read.refetch() })}
      />
    );
  return (
    <SpaceBetween size="l">
      {read.error !== null && (
        <ErrorAlert error={read.error} {...(isMissing(read.error) ? { header: t('gone') } : {})} />
      )}
      <IdHeader
        id={desktop.desktop_id}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <PowerMenu desktops={[desktop]} />
            <ChangeMenu desktop={desktop} />
            <Button onClick={() => setEditing('name')} disabled={!mayChange} disabledReason={t('mayNot')}>
              {t('change.title')}
            </Button>
            <Button onClick={() => setEditing('tags')} disabled={!mayTag} disabledReason={t('mayNot')}>
              {t('change.tags')}
            </Button>
            <Button
              href={deletionPath([desktopId])}
              onFollow={follow}
              disabled={!mayDelete}
              disabledReason={t('mayNot')}
            >
              {t('delete')}
            </Button>
            <ScreenButton desktop={desktop} />
          </SpaceBetween>
        }
      >
        {desktop.computer_name}
      </IdHeader>
      {desktop.fail_reason !== null && (
        <Alert type="error" header={t('engineFailed')}>
          {desktop.fail_reason}
        </Alert>
      )}
      <DesktopFacts desktop={desktop} />
      <DesktopUsers desktop={desktop} />
      <DesktopTabs desktop={desktop} />
      {editing === 'name' && <ChangeDesktop desktop={desktop} onClose={() => setEditing(undefined)} />}
      {editing === 'tags' && <ChangeTags desktop={desktop} onClose={() => setEditing(undefined)} />}
    </SpaceBetween>
  );
}

function isMissing(error: Error): boolean {
  return error instanceof ServiceError && error.status === 404;
}
