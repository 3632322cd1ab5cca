import type { TFunction } from 'i18next';
import { readWhole } from '../api/readAll';
import type { ExportedTable } from '../layout/ExportTable';
import { stateOfUser } from './UserState';

/** All desktop users of the project, as a table for a file. @throws {ServiceError} */
export async function readUserTable(projectId: string, t: TFunction<'users'>): Promise<ExportedTable> {
  const { items } = await readWhole(projectId, 'ListUsers', 1_000, ({ users, total_count }) => ({
    items: users,
    total: total_count,
  }));
  return {
    titles: [t('name'), t('status'), t('email'), t('phone'), t('desktops'), t('note'), 'ID'],
    rows: items.map((user) => [
      user.user_name,
      t(
        `state.${stateOfUser({ ...user, expired: user.account_expired, passwordState: user.password_state })}`,
      ),
      user.user_email,
      user.user_phone,
      String(user.total_desktops ?? ''),
      user.description,
      user.id,
    ]),
  };
}
