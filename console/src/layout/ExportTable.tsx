import Button from '@cloudscape-design/components/button';
import { writeTable } from '@deskplane/server/tables/writeTable.js';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { download } from './download';
import { useNotifications } from './notifications';

/** A table for a file: titles, and a row of texts for each thing. */
export interface ExportedTable {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface Props {
  /** What the file's name begins with. */
  readonly name: string;
  /** Reads all that there is, not only what is shown. */
  readonly read: (projectId: string) => Promise<ExportedTable>;
}

/** Hands the whole list to the browser as a CSV file that spreadsheets open as it is. */
export function ExportTable({ name, read }: Props): ReactNode {
  const { t } = useTranslation('layout');
  const projectId = useProjectId();
  const { notify, complain } = useNotifications();
  const exported = useMutation({
    mutationFn: () => read(projectId),
    onSuccess: ({ titles, rows }) => {
      const day = new Date().toISOString().slice(0, 10);
      const type = 'text/csv;charset=utf-8';
      download(`${name}-${day}.csv`, new Blob([writeTable([titles, ...rows])], { type }));
      notify({ type: 'success', text: t('exportTable.done', { count: rows.length }) });
    },
    onError: complain,
  });
  return (
    <Button
      iconName="download"
      ariaLabel={t('exportTable.hint')}
      loading={exported.isPending}
      onClick={() => exported.mutate()}
    >
      {t('exportTable.button')}
    </Button>
  );
}
