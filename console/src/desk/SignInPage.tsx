import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '../layout/useTitle';
import { SignInForm } from '../session/SignInForm';
import type { SignedOut } from '../session/signedOut';
import { inPlainWords } from './plainWords';
import { useSignIn } from './session';

interface Props {
  readonly signedOut: SignedOut;
  /** The name of whoever the page is shown to. */
  readonly before?: string | undefined;
}

/** Signs in who works on desktops. The enterprise ID may be in the link: `?enterprise=`. */
export function SignInPage({ signedOut: { reason }, before }: Props): ReactNode {
  const { t } = useTranslation('desk');
  const signIn = useSignIn();
  useTitle(t('signIn.title'));
  return (
    <SignInForm
      words={{
        title: t('signIn.title'),
        action: t('signIn.action'),
        account: t('signIn.enterprise'),
        accountHint: t('signIn.enterpriseHint'),
        user: t('signIn.user'),
        password: t('signIn.password'),
        refused: t('signIn.notHere'),
        failed: t('signIn.failed'),
        failedHint: t('signIn.failedHint'),
      }}
      account="enterprise"
      linked={new URLSearchParams(location.search).get('enterprise')}
      before={before}
      reason={reason}
      error={inPlainWords(signIn.error, t('signIn.wrong'))}
      pending={signIn.isPending}
      onSignIn={(enterprise_id, user_name, password) => signIn.mutate({ enterprise_id, user_name, password })}
    />
  );
}
