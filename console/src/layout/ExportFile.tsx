import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { download } from './download';
import { useNotifications } from './notifications';

interface Props {
  /** What the file's name begins with. */
  readonly name: string;
  /** Has the service write it. @returns CSV, without a byte order mark */
  readonly read: (projectId: string) => Promise<string>;
  readonly label: string;
  readonly hint: string;
  /** What is said once it is there. */
  readonly done: string;
  readonly may: boolean;
  /** Why there is nothing to export; undefined: there is something. */
  readonly nothing?: string;
  readonly variant?: 'link';
}

/** Hands a table that the service wrote to the browser as a file that spreadsheets open as it is. */
export function ExportFile({ name, read, label, hint, done, may, nothing, variant }: Props): ReactNode {
  const { t } = useTranslation('layout');
  const projectId = useProjectId();
  const refusal = may ? nothing : t('exportTable.mayNot');
  const { notify, complain } = useNotifications();
  const exported = useMutation({
    mutationFn: () => read(projectId),
    onSuccess: (text) => {
      const day = new Date().toISOString().slice(0, 10);
      // Reading an answer as text takes the mark away.
      download(`${name}-${day}.csv`, new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
      notify({ type: 'success', text: done });
    },
    onError: complain,
  });
  return (
    <Button
      iconName="download"
      formAction="none"
      ariaLabel={hint}
      loading={exported.isPending}
      disabled={refusal !== undefined}
      {...(refusal === undefined ? {} : { disabledReason: refusal })}
      {...(variant === undefined ? {} : { variant })}
      onClick={() => exported.mutate()}
    >
      {label}
    </Button>
  );
}
