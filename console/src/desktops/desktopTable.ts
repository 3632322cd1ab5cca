import type { TFunction } from 'i18next';
import { readWhole } from '../api/readAll';
import type { ExportedTable } from '../layout/ExportTable';
import { listed } from './listed';

/** All desktops of the project, as a table for a file; times as the service has them. @throws {ServiceError} */
export async function readDesktopTable(projectId: string, t: TFunction<'desktops'>): Promise<ExportedTable> {
  const { items } = await readWhole(projectId, 'ListDesktopsDetail', 500, ({ desktops, total_count }) => ({
    items: desktops,
    total: total_count,
  }));
  return {
    titles: [
      t('name'),
      t('status.title'),
      t('user'),
      t('product'),
      t('image'),
      t('address'),
      t('tags'),
      t('created'),
      t('protection'),
      t('login.title'),
      t('zone'),
      'ID',
    ],
    rows: items
      .map((desktop) => listed(desktop, t))
      .map((desktop) => [
        desktop.name,
        desktop.state,
        desktop.user,
        desktop.size,
        desktop.image,
        desktop.address,
        desktop.tag,
        desktop.created,
        desktop.protected,
        t(`login.${desktop.login_status}`),
        desktop.availability_zone,
        desktop.desktop_id,
      ]),
  };
}
