import Box from '@cloudscape-design/components/box';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import FileUpload from '@cloudscape-design/components/file-upload';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProjectId } from '../api/project';
import { formatBytes } from '../language/format';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useNotifications } from '../layout/notifications';
import { importArchive } from './uploadArchive';

const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Sends an archive from this computer and makes an image of it; closing the dialog ends that. */
export function ImportImage({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation('images');
  const projectId = useProjectId();
  const client = useQueryClient();
  const { notify } = useNotifications();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [name, setName] = useState('');
  const [disk, setDisk] = useState('20');
  const [memory, setMemory] = useState('2048');
  const [sent, setSent] = useState(0);
  const [tried, setTried] = useState(false);
  const ending = useRef(new AbortController());
  useEffect(() => {
    const controller = new AbortController();
    ending.current = controller;
    return () => controller.abort();
  }, []);
  const [file] = files;
  const faults = {
    file: file === undefined || file.size === 0,
    name: !nameForm.test(name),
    disk: !isWithin(disk, 1, 65_536),
    memory: !isWithin(memory, 128, 4_194_304),
  };
  const importing = useMutation({
    mutationFn: (archive: File) =>
      importArchive(
        projectId,
        archive,
        { name, min_disk: Number(disk), min_ram: Number(memory) },
        setSent,
        ending.current.signal,
      ),
    onSuccess: () => {
      notify({ type: 'success', text: t('import.done', { name }) });
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: [projectId, 'ListImages'] }),
  });
  const submit = (): void => {
    setTried(true);
    if (file === undefined || Object.values(faults).includes(true)) return;
    setSent(0);
    importing.mutate(file);
  };
  const fault = (field: keyof typeof faults): string =>
    tried && faults[field] ? t(`import.fault.${field}`) : '';
  return (
    <Dialog
      title={t('import.title')}
      action={t('import.submit')}
      onAction={submit}
      onClose={onClose}
      pending={importing.isPending}
    >
      <FormField label={t('import.file')} description={t('import.fileHint')} errorText={fault('file')}>
        <FileUpload
          value={[...files]}
          accept=".tar,.gz,.tgz,.oci"
          showFileSize
          i18nStrings={{
            uploadButtonText: () => t('import.choose'),
            dropzoneText: () => t('import.drop'),
            removeFileAriaLabel: () => t('import.remove'),
            limitShowFewer: '',
            limitShowMore: '',
            errorIconAriaLabel: '',
            warningIconAriaLabel: '',
          }}
          onChange={({ detail }) => setFiles(detail.value)}
        />
      </FormField>
      <FormField label={t('name')} description={t('import.nameHint')} errorText={fault('name')}>
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value.trim())} />
      </FormField>
      <ColumnLayout columns={2}>
        <FormField label={t('import.disk')} errorText={fault('disk')}>
          <Input type="number" value={disk} onChange={({ detail }) => setDisk(detail.value)} />
        </FormField>
        <FormField label={t('import.memory')} errorText={fault('memory')}>
          <Input type="number" value={memory} onChange={({ detail }) => setMemory(detail.value)} />
        </FormField>
      </ColumnLayout>
      {importing.isPending && file !== undefined && (
        <ProgressBar
          value={(100 * sent) / file.size}
          label={sent < file.size ? t('import.sending') : t('import.unpacking')}
          additionalInfo={t('import.sent', { sent: formatBytes(sent), size: formatBytes(file.size) })}
        />
      )}
      {importing.error !== null && <ErrorAlert error={importing.error} header={t('import.failed')} />}
      <Box color="text-body-secondary" fontSize="body-s">
        {t('import.keepOpen')}
      </Box>
    </Dialog>
  );
}

function isWithin(text: string, least: number, most: number): boolean {
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most;
}
