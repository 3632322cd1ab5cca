import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import { taskTypes } from '@deskplane/server/schedules/taskFields.js';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries';
import { useReadAll } from '../api/readAll';
import { Dialog } from '../layout/Dialog';
import { ErrorAlert } from '../layout/ErrorAlert';
import { useGo } from '../layout/follow';
import { useNotifications } from '../layout/notifications';
import { type Draft, draftOf, faultsIn, fieldsOf } from './draft';
import { ScheduleFields } from './ScheduleFields';
import { staleTasks, type Task } from './task';

interface Props {
  /** The task to be changed; none: one is to be created. */
  readonly task?: Task;
  readonly onClose: () => void;
}

/** Asks what is done to which desktops, and when. */
export function TaskForm({ task, onClose }: Props): ReactNode {
  const { t } = useTranslation('schedules');
  const { notify } = useNotifications();
  const go = useGo();
  const [draft, setDraft] = useState(() => draftOf(task));
  const [tried, setTried] = useState(false);
  const create = useChange('CreateScheduledTasks', staleTasks);
  const update = useChange('UpdateScheduledTasks', staleTasks);
  const desktops = useReadAll('ListDesktops', 1_000, (answer) => ({
    items: answer.desktops,
    total: answer.total_count,
  }));
  const set = (more: Partial<Draft>): void => setDraft((before) => ({ ...before, ...more }));
  const faults = faultsIn(draft);
  const fault = (field: keyof Draft): string => (tried && faults.has(field) ? t(`faults.${field}`) : '');
  const options = (desktops.data?.items ?? []).map(({ desktop_id: id, computer_name: name }) => ({
    value: id,
    label: name,
  }));
  const types = taskTypes.map((value) => ({ value, label: t(`types.${value}`) }));
  const words = task === undefined ? ('create' as const) : ('edit' as const);
  const error = create.error ?? update.error;
  const done = (): void => {
    notify({ type: 'success', text: t(`${words}.done`, { name: draft.name }) });
    onClose();
  };
  const submit = (): void => {
    setTried(true);
    if (faults.size > 0) return;
    if (task === undefined)
      create.mutate(
        { body: { ...fieldsOf(draft), task_type: draft.type } },
        {
          onSuccess: ({ task_id: id }) => {
            done();
            go(`/console/scheduled-tasks/${id}`);
          },
        },
      );
    else update.mutate({ path: { task_id: task.id }, body: fieldsOf(draft) }, { onSuccess: done });
  };
  return (
    <Dialog
      title={task === undefined ? t('create.title') : t('edit.title', { name: task.task_name })}
      action={t(`${words}.submit`)}
      onAction={submit}
      onClose={onClose}
      pending={create.isPending || update.isPending}
    >
      <FormField label={t('name')} errorText={fault('name')}>
        <Input
          value={draft.name}
          name="task_name"
          autoComplete={false}
          autoFocus
          ariaRequired
          nativeInputAttributes={{ maxLength: 255 }}
          onChange={({ detail }) => set({ name: detail.value })}
        />
      </FormField>
      {task === undefined && (
        <FormField label={t('does')}>
          <Select
            selectedOption={types.find(({ value }) => value === draft.type) ?? null}
            options={types}
            onChange={({ detail }) =>
              set({ type: taskTypes.find((each) => each === detail.selectedOption.value) ?? 'STOP' })
            }
          />
        </FormField>
      )}
      <ScheduleFields draft={draft} fault={fault} set={set} />
      <FormField label={t('ends')} constraintText={t('forms.ends')} errorText={fault('ends')}>
        <Input
          value={draft.ends}
          name="expire_time"
          placeholder={t('neverEnds')}
          autoComplete={false}
          onChange={({ detail }) => set({ ends: detail.value })}
        />
      </FormField>
      {desktops.error !== null && <ErrorAlert error={desktops.error} />}
      <FormField label={t('desktops')} errorText={fault('desktops')}>
        <Multiselect
          filteringType="auto"
          placeholder={t('chooseDesktops')}
          filteringAriaLabel={t('searchDesktops')}
          empty={t('noDesktops')}
          statusType={desktops.isPending ? 'loading' : 'finished'}
          loadingText={t('loadingDesktops')}
          deselectAriaLabel={({ label }) => t('deselect', { name: label })}
          selectedOptions={options.filter(({ value }) => draft.desktops.includes(value))}
          options={options}
          onChange={({ detail }) =>
            set({ desktops: detail.selectedOptions.flatMap(({ value }) => value ?? []) })
          }
        />
      </FormField>
      <FormField label={t('note')}>
        <Input
          value={draft.description}
          name="description"
          autoComplete={false}
          nativeInputAttributes={{ maxLength: 255 }}
          onChange={({ detail }) => set({ description: detail.value })}
        />
      </FormField>
      <Checkbox checked={draft.force} onChange={({ detail }) => set({ force: detail.checked })}>
        {t('force')}
      </Checkbox>
      {error !== null && <ErrorAlert error={error} header={t(`${words}.failed`)} />}
    </Dialog>
  );
}
