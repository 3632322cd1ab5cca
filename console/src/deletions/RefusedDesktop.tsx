import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ServiceError } from '../api/serviceError';
import { desktopPath } from '../desktops/desktop';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { nameOfDisk } from './itemWords';
import type { ReadPlan, SeenDesktop } from './plans';

/** A desktop that has no plan: why, and what to do. One that is protected is shown with what its deletion would be about. */
export function RefusedDesktop({ refused }: { readonly refused: ReadPlan }): ReactNode {
  const { t } = useTranslation('deletions');
  const { desktopId, seen, error, readAgain } = refused;
  if (error === null) return undefined;
  const isProtected = error instanceof ServiceError && error.code === 'DPL.0423';
  if (isProtected && seen !== undefined)
    return <ProtectedDesktop seen={seen} code={error.code ?? ''} onRetry={() => void readAgain()} />;
  return (
    <ErrorAlert
      header={t('plan.refused', { desktop: seen?.desktop.computer_name ?? desktopId })}
      error={error}
      onRetry={() => void readAgain()}
    />
  );
}

interface ProtectedProps {
  readonly seen: SeenDesktop;
  readonly code: string;
  readonly onRetry: () => void;
}

function ProtectedDesktop({ seen, code, onRetry }: ProtectedProps): ReactNode {
  const { t } = useTranslation('deletions');
  const { t: tLayout } = useTranslation('layout');
  const follow = useFollow();
  const { desktop, network } = seen;
  const disks = [desktop.root_volume, ...desktop.data_volumes].filter((disk) => disk !== null);
  const listed = (texts: readonly string[]): ReactNode =>
    texts.length === 0 ? '–' : texts.map((text) => <div key={text}>{text}</div>);
  return (
    <div role="alert">
      <Alert
        type="warning"
        header={t('protected.title', { name: desktop.computer_name })}
        action={<Button onClick={onRetry}>{tLayout('retry')}</Button>}
      >
        <SpaceBetween size="s">
          <span>{t('protected.hint')}</span>
          <Button href={desktopPath(desktop.desktop_id)} onFollow={follow}>
            {t('protected.open', { name: desktop.computer_name })}
          </Button>
          <span>{t('protected.about')}</span>
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: t('protected.disks'),
                value: listed(disks.map(({ size, type, device }) => nameOfDisk(size, type, device))),
              },
              {
                label: t('protected.addresses'),
                value: listed(network.map(({ port_info }) => port_info.ip_address)),
              },
              { label: t('user.titles'), value: listed(desktop.user_list) },
            ]}
          />
          <Box variant="small">
            {code} · {desktop.desktop_id}
          </Box>
        </SpaceBetween>
      </Alert>
    </div>
  );
}
