import type { TFunction } from 'i18next';
import { readWhole } from '../api/readAll';
import { formatAbout, formatStatements } from '../language/format';
import type { ExportedTable } from '../layout/ExportTable';
import { deletionIdOf } from './deletionId';

/** All deletions of the project, as a table for a file; times as the service has them. @throws {ServiceError} */
export async function readDeletionTable(
  projectId: string,
  t: TFunction<'deletions'>,
): Promise<ExportedTable> {
  const { items } = await readWhole(projectId, 'ListDeletions', 100, ({ deletions, total_count }) => ({
    items: deletions,
    total: total_count,
  }));
  return {
    titles: [
      t('desktop'),
      'ID',
      t('state.title'),
      t('acceptedAt'),
      t('acceptedBy'),
      t('completedAt'),
      t('waitsFor'),
    ],
    rows: items.map((deletion) => [
      deletion.computer_name,
      deletionIdOf(deletion),
      t(`state.${deletion.state}`),
      deletion.accepted_at,
      deletion.accepted_by_name || deletion.accepted_by,
      deletion.completed_at ?? '',
      formatStatements(
        deletion.waiting_for.map(({ kind, last_error: error }) =>
          error === null ? t(`kind.${kind}`) : formatAbout(t(`kind.${kind}`), error),
        ),
      ),
    ]),
  };
}
