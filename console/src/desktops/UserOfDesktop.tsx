import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFollow } from '../layout/follow';
import type { NewSignIn } from '../reach/newSignIn';
import { SignInFields } from '../reach/SignInFields';
import type { NamedUser } from './useNamedUser';

interface Props {
  readonly user: NamedUser;
  readonly signIn: NewSignIn;
  readonly onSignIn: (signIn: NewSignIn) => void;
  readonly tried: boolean;
}

/** Below the name of a desktop's user: how a new one gets a password; that one who is there has none. */
export function UserOfDesktop({ user, signIn, onSignIn, tried }: Props): ReactNode {
  const { t } = useTranslation('desktops');
  const follow = useFollow();
  if (user === undefined) return null;
  if (user === 'new')
    return (
      <SpaceBetween size="m">
        <div>{t('new.newUser')}</div>
        <SignInFields signIn={signIn} onChange={onSignIn} tried={tried} />
      </SpaceBetween>
    );
  if (user.password_state === 'set') return <Box variant="small">{t('new.knownUser')}</Box>;
  return (
    <Box variant="p">
      {t('new.noPassword', { name: user.user_name })}{' '}
      <Link href={`/console/users/${user.id}`} onFollow={follow}>
        {user.user_name}
      </Link>
    </Box>
  );
}
