import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { callOperation } from '../api/operations';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import { download } from '../layout/download';
import { useNotifications } from '../layout/notifications';
import { fromOf, type Period } from './filter';

/** The account's events of a period as a file that proves itself, for `deskplane audit verify`. */
export function ExportEvents({ period }: { readonly period: Period }): ReactNode {
  const { t } = useTranslation('audit');
  const projectId = useProjectId();
  const may = useMay('ExportTraces');
  const { notify, complain } = useNotifications();
  const exported = useMutation({
    mutationFn: () => callOperation(projectId, 'ExportTraces', { query: fromOf(period, Date.now()) }),
    onSuccess: (lines) => {
      const day = new Date().toISOString().slice(0, 10);
      download(`audit-${day}.jsonl`, new Blob([lines], { type: 'application/x-ndjson' }));
      notify({ type: 'success', text: t('export.done') });
    },
    onError: complain,
  });
  return (
    <Button
      iconName="download"
      loading={exported.isPending}
      disabled={!may}
      {...(may ? {} : { disabledReason: t('mayNot') })}
      onClick={() => exported.mutate()}
    >
      {t('export.button')}
    </Button>
  );
}
