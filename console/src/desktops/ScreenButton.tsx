import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useMay } from '../api/rights';
import { useNotifications } from '../layout/notifications';
import type { Desktop } from './desktop';

/** Opens the screen in a new tab. Its address is good once and for a minute, so it is asked for when it is wanted. */
export function ScreenButton({ desktop }: { readonly desktop: Desktop }): ReactNode {
  const { t } = useTranslation('desktops');
  const { complain } = useNotifications();
  const mayLook = useMay('ShowRemoteConsoleAddress');
  const ask = useChange('ShowRemoteConsoleAddress', []);
  const open = (): void => {
    // Opened before the answer comes: later, browsers take it for something that nobody asked for.
    const tab = window.open('', '_blank');
    ask.mutate(
      { path: { desktop_id: desktop.desktop_id } },
      {
        onSuccess: ({ url }) => {
          if (tab === null) return;
          tab.opener = null;
          tab.location.replace(url);
        },
        onError: (error) => {
          tab?.close();
          complain(error);
        },
      },
    );
  };
  return (
    <Button
      variant="primary"
      iconName="external"
      iconAlign="right"
      loading={ask.isPending}
      disabled={desktop.status !== 'ACTIVE' || !mayLook}
      disabledReason={mayLook ? t('screen.off') : t('mayNot')}
      onClick={open}
    >
      {t('screen.open')}
    </Button>
  );
}
