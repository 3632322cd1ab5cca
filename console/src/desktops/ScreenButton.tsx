import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { type Desktop, desktopPath } from './desktop';

/** The page that opens the screen of a desktop, and starts it before where it is off. */
export function screenPath(desktopId: string): string {
  return `${desktopPath(desktopId)}/screen`;
}

interface Props {
  /** Undefined: none, or several, are chosen. */
  readonly desktop: Desktop | undefined;
  readonly variant?: 'normal' | 'primary';
}

/** Opens the screen in a tab, or in a window of its own. */
export function ScreenButton({ desktop, variant = 'primary' }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const mayLook = useMay('ShowRemoteConsoleAddress');
  const disabled = desktop === undefined || !mayLook;
  const disabledReason = mayLook ? t('screen.chooseOne') : t('mayNot');
  const open = (features: string): void => {
    if (desktop !== undefined) window.open(screenPath(desktop.desktop_id), '_blank', features);
  };
  return (
    <ButtonDropdown
      variant={variant}
      expandToViewport
      ariaLabel={t('screen.how')}
      disabled={disabled}
      mainAction={{
        text: t('screen.open'),
        iconName: 'external',
        disabled,
        ...(disabled ? { disabledReason } : {}),
        onClick: () => open('noopener'),
      }}
      items={[
        { id: 'tab', text: t('screen.tab') },
        { id: 'window', text: t('screen.window') },
      ]}
      onItemClick={({ detail }) =>
        open(detail.id === 'window' ? 'noopener,popup,width=1280,height=860' : 'noopener')
      }
    />
  );
}
