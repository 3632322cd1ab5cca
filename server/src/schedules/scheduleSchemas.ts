import { Type } from 'typebox';
import type { NotOffered } from '../http/notOffered.js';
import { uuid } from '../http/schemas/ids.js';
import { paging } from '../http/schemas/paging.js';
import { oneLineText } from '../http/schemas/text.js';
import { nullable, oneOf, TextOrNull } from '../http/schemas/values.js';
import type { TaskId, TaskRecordId } from '../ids.js';
import { desktopsOfTask, scheduledTypes, tasksOfProject, taskTypes } from './taskFields.js';

const TaskIdText = uuid<TaskId>('Scheduled task ID.');
const timeOfDay = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
const date = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const listOf = (each: string): string => `^(?:${each})(?:,(?:${each}))*$`;

/** When a task is due, as create, change and the list of future executions take it. */
const scheduleFields = {
  scheduled_type: Type.Optional(oneOf([...scheduledTypes, 'LIFE_CYCLE'])),
  scheduled_date: Type.Optional(Type.String({ maxLength: 255, pattern: `^${date}$` })),
  scheduled_time: Type.Optional(Type.String({ maxLength: 255, pattern: `^${timeOfDay}$` })),
  day_interval: Type.Optional(Type.Integer({ minimum: 1, maximum: 31 })),
  week_list: Type.Optional(Type.String({ maxLength: 255, pattern: listOf('[1-7]') })),
  month_list: Type.Optional(Type.String({ maxLength: 255, pattern: listOf('[1-9]|1[0-2]') })),
  date_list: Type.Optional(Type.String({ maxLength: 255, pattern: listOf('[1-9]|[12][0-9]|3[01]|L') })),
  expire_time: Type.Optional(Type.String({ maxLength: 255, pattern: `^(?:${date} ${timeOfDay})?$` })),
  time_zone: Type.Optional(Type.String({ maxLength: 2_000, pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$' })),
};

const ApplyObjects = Type.Array(
  Type.Object({
    object_id: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
    object_type: Type.Optional(oneOf(['DESKTOP', 'DESKTOP_POOL', 'ALL_DESKTOPS'])),
  }),
  { maxItems: desktopsOfTask },
);

export const ScheduleBody = Type.Object(scheduleFields);
export type ScheduleBody = Type.Static<typeof ScheduleBody>;

export const CreateTaskBody = Type.Object({
  ...scheduleFields,
  task_name: oneLineText(255, { minLength: 1 }),
  task_type: oneOf([...taskTypes]),
  description: Type.Optional(oneLineText(255)),
  force_execute: Type.Optional(Type.Boolean({ default: false })),
  apply_objects: Type.Optional(ApplyObjects),
});
export type CreateTaskBody = Type.Static<typeof CreateTaskBody>;

export const UpdateTaskBody = Type.Object({
  ...scheduleFields,
  task_name: Type.Optional(oneLineText(255, { minLength: 1 })),
  description: Type.Optional(oneLineText(255)),
  force_execute: Type.Optional(Type.Boolean()),
  enable: Type.Optional(Type.Boolean()),
  apply_objects: Type.Optional(ApplyObjects),
});
export type UpdateTaskBody = Type.Static<typeof UpdateTaskBody>;

/** Nothing here is triggered by what happens to a desktop, tried on a few first, or told to users. */
export const scheduleNotOffered: NotOffered = {
  life_cycle_type: [],
  gray_count: [0],
  gray_desktop_ids: [],
  gray_fail_threshold: [],
};
export const createTaskNotOffered: NotOffered = {
  ...scheduleNotOffered,
  life_cycle_exec_period: [1_440],
  wait_time: [0],
  extra_params: ['{}'],
};
export const updateTaskNotOffered: NotOffered = {
  ...createTaskNotOffered,
  is_gray: [false],
  priority: [],
  apply_object_update_type: [],
};

export const TaskPath = { task_id: TaskIdText };
export const RecordPath = { ...TaskPath, record_id: uuid<TaskRecordId>('Record ID.') };
export const TaskAnswer = Type.Object({ task_id: Type.String() });
export const BatchDeleteTasksBody = Type.Object({
  task_ids: Type.Array(TaskIdText, { minItems: 1, maxItems: 5_000 }),
});

export const ListTasksQuery = Type.Object({
  offset: Type.Integer({ minimum: 0, maximum: tasksOfProject / 2 }),
  limit: Type.Integer({ minimum: 0, maximum: tasksOfProject / 2 }),
  task_name: Type.Optional(Type.String({ maxLength: 255 })),
  task_type: Type.Optional(Type.String({ maxLength: 255 })),
  scheduled_type: Type.Optional(Type.String({ maxLength: 255 })),
  life_cycle_type: Type.Optional(Type.String({ maxLength: 255 })),
  last_status: Type.Optional(Type.String({ maxLength: 255 })),
});
export type ListTasksQuery = Type.Static<typeof ListTasksQuery>;

/** On which days a task is due, at what time and until when; in the list an addition of ours. */
const DaysOfTask = {
  scheduled_date: TextOrNull,
  scheduled_time: Type.String(),
  day_interval: nullable(Type.Integer()),
  week_list: TextOrNull,
  month_list: TextOrNull,
  date_list: TextOrNull,
  expire_time: TextOrNull,
};

export const TaskList = Type.Object({
  total_count: Type.Integer(),
  scheduled_tasks: Type.Array(
    Type.Object({
      id: Type.String(),
      task_name: Type.String(),
      task_type: Type.String(),
      scheduled_type: Type.String(),
      description: Type.String(),
      enable: Type.Boolean(),
      last_status: TextOrNull,
      next_execution_time: TextOrNull,
      time_zone: Type.String(),
      ...DaysOfTask,
    }),
  ),
});

export const TaskDetail = Type.Object({
  id: Type.String(),
  task_name: Type.String(),
  task_type: Type.String(),
  description: Type.String(),
  enable: Type.Boolean(),
  force_execute: Type.Boolean(),
  scheduled_type: Type.String(),
  ...DaysOfTask,
  time_zone: Type.String(),
  next_execution_time: TextOrNull,
  apply_objects: Type.Array(
    Type.Object({ object_id: Type.String(), object_type: Type.String(), object_name: Type.String() }),
  ),
});

export const ListRecordsQuery = Type.Object(paging({ max: 100, usual: 10 }));

export const RecordList = Type.Object({
  total_count: Type.Integer(),
  tasks_records: Type.Array(
    Type.Object({
      id: Type.String(),
      task_type: Type.String(),
      scheduled_type: Type.String(),
      start_time: Type.String(),
      time_zone: Type.String(),
      status: Type.String(),
      success_num: Type.Integer(),
      failed_num: Type.Integer(),
      skip_num: Type.Integer(),
      execute_task_id: Type.Null(),
    }),
  ),
});

export const ListRecordDetailsQuery = Type.Object({
  offset: Type.Integer({ minimum: 0, maximum: desktopsOfTask }),
  limit: Type.Integer({ minimum: 0, maximum: 50 }),
});

export const RecordDetails = Type.Object({
  total_count: Type.Integer(),
  tasks_records_details: Type.Array(
    Type.Object({
      id: Type.String(),
      record_id: Type.String(),
      desktop_id: Type.String(),
      desktop_name: Type.String(),
      exec_status: Type.String(),
      result_code: TextOrNull,
      fail_reason: TextOrNull,
      start_time: Type.String(),
      end_time: TextOrNull,
      time_zone: Type.String(),
    }),
  ),
});

export const FutureExecutions = Type.Object({ future_executions: Type.Array(Type.String()) });
