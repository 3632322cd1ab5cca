import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';

interface Props {
  readonly disabled: boolean;
  readonly locked: boolean;
  readonly expired: boolean;
  readonly passwordState: Answer<'ListUsers'>['users'][number]['password_state'];
}

/** What keeps a user from working, if anything: also that he has no password yet, and what became of the mail to choose one. */
export function stateOfUser({ disabled, locked, expired, passwordState }: Props) {
  if (disabled) return 'disabled';
  if (locked) return 'locked';
  if (expired) return 'expired';
  return passwordState === 'set' ? 'active' : passwordState === 'expired' ? 'lapsed' : passwordState;
}

const kinds = {
  disabled: 'stopped',
  locked: 'warning',
  expired: 'warning',
  active: 'success',
  invited: 'pending',
  kept: 'warning',
  lapsed: 'warning',
  undeliverable: 'error',
  none: 'warning',
} as const;

/** Whether a user can work, and if not, why. */
export function UserState(props: Props): ReactNode {
  const { t } = useTranslation('users');
  const state = stateOfUser(props);
  return <StatusIndicator type={kinds[state]}>{t(`state.${state}`)}</StatusIndicator>;
}
