import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../api/queries';
import { useMay } from '../api/rights';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useFollow } from '../layout/follow';
import { IdHeader } from '../layout/IdHeader';
import { useNotifications } from '../layout/notifications';
import { usePage } from '../layout/page';
import { Records } from '../layout/Records';
import { useParameter } from '../layout/useParameter';
import { DeleteTask } from './DeleteTask';
import { daysOf } from './daysOf';
import { TaskForm } from './TaskForm';
import { TaskRecords } from './TaskRecords';
import { staleTasks, type Task } from './task';
import { useWords } from './useWords';

/** One scheduled task: when it is due, its desktops, and what came of it. */
export function TaskPage(): ReactNode {
  const { t } = useTranslation('schedules');
  const taskId = useParameter('taskId');
  const read = useRead('ShowScheduledTasks', { path: { task_id: taskId } }, { every: 10_000 });
  const task = read.data;
  usePage(task?.task_name ?? t('task'), [{ text: t('tasks'), href: '/console/scheduled-tasks' }]);
  if (task === undefined)
    return read.error === null ? (
      <Spinner size="large" />
    ) : (
      <ErrorAlert title={t('task')} error={read.error} onRetry={() => void read.refetch()} />
    );
  return <ShownTask task={task} />;
}

function ShownTask({ task }: { readonly task: Task }): ReactNode {
  const { t } = useTranslation('schedules');
  const { typeText, kindText } = useWords();
  const follow = useFollow();
  const { notify } = useNotifications();
  const mayEdit = useMay('UpdateScheduledTasks');
  const mayDelete = useMay('DeleteScheduledTasks');
  const [doing, setDoing] = useState<'edit' | 'delete'>();
  const update = useChange('UpdateScheduledTasks', staleTasks);
  const { task_name: name, enable } = task;
  const toggle = (): void =>
    update.mutate(
      { path: { task_id: task.id }, body: { enable: !enable } },
      {
        onSuccess: () => notify({ type: 'success', text: t(enable ? 'isDisabled' : 'isEnabled', { name }) }),
      },
    );
  return (
    <SpaceBetween size="l">
      <IdHeader
        id={task.id}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={!mayEdit}
              disabledReason={t('mayNot')}
              loading={update.isPending}
              onClick={toggle}
            >
              {t(enable ? 'disable' : 'enable')}
            </Button>
            <Button disabled={!mayEdit} disabledReason={t('mayNot')} onClick={() => setDoing('edit')}>
              {t('edit.open')}
            </Button>
            <Button disabled={!mayDelete} disabledReason={t('mayNot')} onClick={() => setDoing('delete')}>
              {t('delete.open')}
            </Button>
          </SpaceBetween>
        }
      >
        {name}
      </IdHeader>
      {update.error !== null && <ErrorAlert error={update.error} header={t('edit.failed')} />}
      <Container>
        <KeyValuePairs
          columns={4}
          items={[
            { label: t('does'), value: typeText(task.task_type) },
            { label: t('kind'), value: daysOf(kindText(task.scheduled_type), task, t) },
            { label: t('fields.time'), value: `${task.scheduled_time} ${task.time_zone}` },
            { label: t('next'), value: task.next_execution_time ?? t(enable ? 'never' : 'disabled') },
            { label: t('ends'), value: task.expire_time ?? t('neverEnds') },
            { label: t('note'), value: task.description || '–' },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">{t('desktops')}</Header>}>
        <Records
          label={t('desktops')}
          entries={task.apply_objects}
          idOf={({ object_id }) => object_id}
          empty={t('noneLeft')}
          columns={[
            {
              id: 'name',
              header: t('name'),
              cell: ({ object_id: id, object_name: text }) => (
                <Link href={`/console/desktops/${id}`} onFollow={follow}>
                  {text}
                </Link>
              ),
            },
          ]}
        />
      </Container>
      <TaskRecords taskId={task.id} />
      {doing === 'edit' && <TaskForm task={task} onClose={() => setDoing(undefined)} />}
      {doing === 'delete' && <DeleteTask task={task} onClose={() => setDoing(undefined)} />}
    </SpaceBetween>
  );
}
