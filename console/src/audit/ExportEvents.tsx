import Button from '@cloudscape-design/components/button';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { useMay } from '../api/rights';
import { download } from '../layout/download';
import { useNotifications } from '../layout/notifications';
import { fromOf, type Period } from './filter';
import { type ExportProgress, readExport } from './readExport';

/** The account's events of a period as a file that proves itself, for `deskplane audit verify`. */
export function ExportEvents({ period }: { readonly period: Period }): ReactNode {
  const { t } = useTranslation('audit');
  const projectId = useProjectId();
  const may = useMay('ExportTraces');
  const { notify, complain } = useNotifications();
  const [progress, setProgress] = useState<ExportProgress>();
  const exported = useMutation({
    mutationFn: () => readExport(projectId, fromOf(period, Date.now()), setProgress),
    onSuccess: (file) => {
      const day = new Date().toISOString().slice(0, 10);
      download(`audit-${day}.jsonl`, file);
      notify({ type: 'success', text: t('export.done') });
    },
    onError: complain,
    onSettled: () => setProgress(undefined),
  });
  return (
    <Button
      iconName="download"
      loading={exported.isPending}
      loadingText={t('export.running')}
      disabled={!may}
      {...(may ? {} : { disabledReason: t('mayNot') })}
      onClick={() => exported.mutate()}
    >
      {progress === undefined ? t('export.button') : t('export.progress', { ...progress })}
    </Button>
  );
}
