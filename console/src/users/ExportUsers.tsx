import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/rights';
import { ExportFile } from '../layout/ExportFile';
import { exportNamedUsers, exportUsers } from './exportUsers';

interface Props {
  /** Who is searched for and found, maybe nobody; undefined: nothing is searched for, and everybody is exported. */
  readonly found: readonly { readonly user_name: string }[] | undefined;
  /** Everybody are the users of this group; undefined: of the project. */
  readonly group?: { readonly id: string; readonly name: string };
}

/** Hands over whom the list shows, on all of its pages, as a file; the button says who that is. */
export function ExportUsers({ found, group }: Props): ReactNode {
  const { t } = useTranslation('users');
  const mayNamed = useMay('ExportUsersNew');
  const mayAll = useMay(group === undefined ? 'ExportUsersNew' : 'ExportUserGroupUsersNew');
  const count = found?.length ?? 0;
  const names = found?.map(({ user_name }) => user_name);
  const all = t(group === undefined ? 'export.hint' : 'export.groupHint');
  return (
    <ExportFile
      name={group === undefined ? 'users' : `${group.name}-members`}
      label={names === undefined ? t('export.button') : t('export.found', { count })}
      hint={names === undefined ? all : t('export.foundHint', { count })}
      done={t('export.done')}
      may={names === undefined ? mayAll : mayNamed}
      {...(names?.length === 0 ? { nothing: t('export.nobody') } : {})}
      read={(projectId) =>
        names === undefined ? exportUsers(projectId, group?.id) : exportNamedUsers(projectId, names)
      }
    />
  );
}
