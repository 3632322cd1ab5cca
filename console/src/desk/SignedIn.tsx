import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from '../layout/Bar';
import { ErrorAlert } from '../layout/ErrorAlert';
import { DesktopsPage } from './DesktopsPage';
import { FactorPage } from './FactorPage';
import { OpenPage } from './OpenPage';
import { PasswordPage } from './PasswordPage';
import { type DeskSession, useSignOut } from './session';

const toOpen = /^\/desk\/open\/([^/]+)\/?$/;

/** The bar with the user's menu, and the page: his desktops, one that opens, or his password. */
export function SignedIn({ session }: { readonly session: DeskSession }): ReactNode {
  const { t } = useTranslation('desk');
  const [atPassword, setAtPassword] = useState(false);
  const [changed, setChanged] = useState(false);
  const signOut = useSignOut();
  const desktopId = toOpen.exec(location.pathname)?.[1];
  const factor = session.second_factor;
  const proves = factor === 'prove';
  const forced = session.must_change_password;
  const items = [
    ...(session.may_change_password && !forced && !proves
      ? [{ id: 'password', text: t('password.change') }]
      : []),
    { id: 'signOut', text: t('signOut') },
  ];
  const onChanged = (): void => {
    setAtPassword(false);
    setChanged(true);
  };
  return (
    <>
      <Bar
        home="/desk"
        utilities={[
          {
            type: 'menu-dropdown',
            text: session.user.name,
            iconName: 'user-profile',
            items,
            onItemClick: ({ detail }) => {
              if (detail.id === 'password') setAtPassword(true);
              else signOut.mutate();
            },
          },
        ]}
      />
      {signOut.error !== null && <ErrorAlert error={signOut.error} header={t('notSignedOut')} />}
      {proves ? (
        <FactorPage key={factor} session={session} />
      ) : forced || atPassword ? (
        <PasswordPage
          session={session}
          forced={forced}
          onChanged={onChanged}
          onCancel={() => setAtPassword(false)}
        />
      ) : factor === 'bind' ? (
        <FactorPage key={factor} session={session} />
      ) : desktopId === undefined ? (
        <DesktopsPage passwordChanged={changed} />
      ) : (
        <OpenPage desktopId={desktopId} />
      )}
    </>
  );
}
