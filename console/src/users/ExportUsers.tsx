import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { ExportFile } from '../layout/ExportFile';
import { exportNamedUsers, exportUsers } from './exportUsers';

interface Props {
  /** Who is searched for and found, maybe nobody; undefined: nothing is searched for, and everybody is exported. */
  readonly found: readonly { readonly user_name: string }[] | undefined;
}

/** Hands over whom the list shows, on all of its pages, as a file; the button says who that is. */
export function ExportUsers({ found }: Props): ReactNode {
  const { t } = useTranslation('users');
  const may = useMay('ExportUsersNew');
  const count = found?.length ?? 0;
  const names = found?.map(({ user_name }) => user_name);
  return (
    <ExportFile
      name="users"
      label={names === undefined ? t('export.button') : t('export.found', { count })}
      hint={names === undefined ? t('export.hint') : t('export.foundHint', { count })}
      done={t('export.done')}
      may={may}
      {...(names?.length === 0 ? { nothing: t('export.nobody') } : {})}
      read={(projectId) =>
        names === undefined ? exportUsers(projectId) : exportNamedUsers(projectId, names)
      }
    />
  );
}
