import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '../layout/useTitle';
import { SignInForm } from './SignInForm';
import { useSignIn } from './session';
import type { SignedOut } from './signedOut';

interface Props {
  readonly signedOut: SignedOut;
  /** The name of whoever the page is shown to. */
  readonly before?: string | undefined;
}

/** Signs in an administrator. Stands in the place of the page that was asked for. */
export function SignInPage({ signedOut: { reason }, before }: Props): ReactNode {
  const { t } = useTranslation('session');
  const signIn = useSignIn();
  useTitle(t('signIn'));
  return (
    <SignInForm
      words={{
        title: t('title'),
        action: t('signIn'),
        account: t('account'),
        accountHint: t('accountHint'),
        user: t('user'),
        password: t('password'),
        refused: t('refusedHere'),
        failed: t('failed'),
      }}
      account="account"
      before={before}
      reason={reason}
      error={signIn.error}
      pending={signIn.isPending}
      onSignIn={(account, user, password) => signIn.mutate({ account, user, password })}
    />
  );
}
