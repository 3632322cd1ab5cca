import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly disabled: boolean;
  readonly locked: boolean;
  readonly expired: boolean;
}

/** Whether a user can work, and if not, why. */
export function UserState({ disabled, locked, expired }: Props): ReactNode {
  const { t } = useTranslation('users');
  if (disabled) return <StatusIndicator type="stopped">{t('state.disabled')}</StatusIndicator>;
  if (locked) return <StatusIndicator type="warning">{t('state.locked')}</StatusIndicator>;
  if (expired) return <StatusIndicator type="warning">{t('state.expired')}</StatusIndicator>;
  return <StatusIndicator type="success">{t('state.active')}</StatusIndicator>;
}
