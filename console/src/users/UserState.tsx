import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly disabled: boolean;
  readonly locked: boolean;
  readonly expired: boolean;
}

/** What keeps a user from working, if anything. */
export function stateOfUser({
  disabled,
  locked,
  expired,
}: Props): 'disabled' | 'locked' | 'expired' | 'active' {
  if (disabled) return 'disabled';
  if (locked) return 'locked';
  return expired ? 'expired' : 'active';
}

const kinds = { disabled: 'stopped', locked: 'warning', expired: 'warning', active: 'success' } as const;

/** Whether a user can work, and if not, why. */
export function UserState(props: Props): ReactNode {
  const { t } = useTranslation('users');
  const state = stateOfUser(props);
  return <StatusIndicator type={kinds[state]}>{t(`state.${state}`)}</StatusIndicator>;
}
