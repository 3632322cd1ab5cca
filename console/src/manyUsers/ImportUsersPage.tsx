import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../layout/page';
import type { CheckedUsers } from './checkUsers';
import { PlannedUsers } from './PlannedUsers';
import { UserListForm } from './UserListForm';

/** Users from a list: the list, then who would be created, then how that goes. */
export function ImportUsersPage(): ReactNode {
  const { t } = useTranslation('manyUsers');
  const [text, setText] = useState('');
  const [skipsKnown, setSkipsKnown] = useState(false);
  const [planned, setPlanned] = useState<CheckedUsers>();
  usePage(t('title'), [{ text: t('users'), href: '/console/users' }]);
  if (planned === undefined)
    return (
      <UserListForm
        text={text}
        onText={setText}
        skipsKnown={skipsKnown}
        onSkipsKnown={setSkipsKnown}
        onPlanned={setPlanned}
      />
    );
  return (
    <PlannedUsers
      planned={planned}
      onBack={(isBegun) => {
        // Those who were created are left out of the next attempt.
        if (isBegun) setSkipsKnown(true);
        setPlanned(undefined);
      }}
    />
  );
}
