import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { ExportFile } from '../layout/ExportFile';
import { exportNamedUsers, exportUsers } from './exportUsers';

interface Props {
  /** Who is searched for and found; nobody, or undefined: everybody is exported. */
  readonly found: readonly { readonly user_name: string }[] | undefined;
}

/** Hands over whom the list shows, on all of its pages, as a file; the button says who that is. */
export function ExportUsers({ found = [] }: Props): ReactNode {
  const { t } = useTranslation('users');
  const may = useMay('ExportUsersNew');
  const count = found.length;
  const names = found.map(({ user_name }) => user_name);
  return (
    <ExportFile
      name="users"
      label={count === 0 ? t('export.button') : t('export.found', { count })}
      hint={count === 0 ? t('export.hint') : t('export.foundHint', { count })}
      done={t('export.done')}
      may={may}
      read={(projectId) => (count === 0 ? exportUsers(projectId) : exportNamedUsers(projectId, names))}
    />
  );
}
