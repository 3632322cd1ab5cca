import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/operations';
import { useRead } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { asModal } from '../layout/asModal';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { Records } from '../layout/Records';
import { RunStatusText } from './RunStatusText';

type TaskRecord = Answer<'ListScheduledTasksRecords'>['tasks_records'][number];

/** What came of a task, each time that it was due. */
export function TaskRecords({ taskId }: { readonly taskId: string }): ReactNode {
  const { t } = useTranslation('schedules');
  const [shown, setShown] = useState<TaskRecord>();
  // As many as a task keeps.
  const read = useRead(
    'ListScheduledTasksRecords',
    { path: { task_id: taskId }, query: { limit: 100 } },
    { every: 5_000 },
  );
  return (
    <Container header={<Header variant="h2">{t('records.title')}</Header>}>
      {read.error !== null && <ErrorAlert error={read.error} />}
      {read.data !== undefined && (
        <Records
          label={t('records.title')}
          entries={read.data.tasks_records}
          idOf={({ id }) => id}
          empty={t('records.none')}
          columns={[
            {
              id: 'start',
              header: t('records.start'),
              cell: (each) => `${each.start_time} ${each.time_zone}`,
            },
            {
              id: 'status',
              header: t('records.status'),
              cell: ({ status }) => <RunStatusText status={status} />,
            },
            { id: 'done', header: t('records.done'), cell: (each) => each.success_num },
            { id: 'skipped', header: t('records.skipped'), cell: (each) => each.skip_num },
            { id: 'failed', header: t('records.failed'), cell: (each) => each.failed_num },
            {
              id: 'details',
              header: t('records.details'),
              cell: (each) => (
                <Button
                  variant="inline-link"
                  ariaLabel={t('records.openOf', { time: each.start_time })}
                  onClick={() => setShown(each)}
                >
                  {t('records.open')}
                </Button>
              ),
            },
          ]}
        />
      )}
      {shown !== undefined && (
        <RecordDetails taskId={taskId} record={shown} onClose={() => setShown(undefined)} />
      )}
    </Container>
  );
}

interface DetailsProps {
  readonly taskId: string;
  readonly record: TaskRecord;
  readonly onClose: () => void;
}

function RecordDetails({ taskId, record, onClose }: DetailsProps): ReactNode {
  const { t } = useTranslation('schedules');
  const follow = useFollow();
  const read = useReadAll(
    'ListScheduledTasksRecordsDetails',
    50,
    ({ tasks_records_details: items, total_count: total }) => ({ items, total }),
    { path: { task_id: taskId, record_id: record.id }, query: { offset: 0, limit: 0 } },
  );
  return (
    <Modal
      visible
      size="large"
      header={<span ref={asModal}>{t('records.of', { time: record.start_time })}</span>}
      closeAriaLabel={t('records.close')}
      onDismiss={onClose}
    >
      {read.error !== null && <ErrorAlert error={read.error} />}
      {read.data !== undefined && (
        <Records
          label={t('desktops')}
          entries={read.data.items}
          idOf={({ id }) => id}
          empty={t('records.noDesktops')}
          columns={[
            {
              id: 'name',
              header: t('name'),
              cell: ({ desktop_id: id, desktop_name: name }) => (
                <Link href={`/console/desktops/${id}`} onFollow={follow}>
                  {name || id}
                </Link>
              ),
            },
            {
              id: 'status',
              header: t('records.status'),
              cell: ({ exec_status: status }) => <RunStatusText status={status} />,
            },
            {
              id: 'reason',
              header: t('records.reason'),
              long: true,
              cell: ({ fail_reason: reason }) => reason ?? '–',
            },
          ]}
        />
      )}
    </Modal>
  );
}
