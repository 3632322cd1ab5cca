import { createDesktops } from '../desktopCalls.js';
import type { TestService } from '../startTestService.js';
import { callAndLook, type FieldProof, type OperationProofs } from './fieldProof.js';
import { fresh } from './madeThings.js';

const tasks = '/scheduled-tasks';
const policies = '/desktop-name-policies';
const desktops = new WeakMap<TestService, Promise<string>>();

/** One desktop for all tasks: none of them is ever due. */
function desktopOf(service: TestService): Promise<string> {
  const known = desktops.get(service) ?? createDesktops(service, {}).then(([id]) => id);
  desktops.set(service, known);
  return known;
}

/** A task that is made with what is sent besides, looked at and deleted. */
const makeTask: OperationProofs['call'] = async (service, further) => {
  const object_id = await desktopOf(service);
  // What goes with another kind of schedule is refused.
  const days = Object.hasOwn(further, 'scheduled_type') ? {} : { day_interval: 1 };
  const minimal = {
    task_name: 'fields',
    task_type: 'STOP',
    scheduled_type: 'DAY',
    ...days,
    scheduled_time: '09:00:00',
    apply_objects: [{ object_id }],
  };
  return callAndLook(service, 'POST', tasks, { minimal, further }, (answer) =>
    look(service, String(Reflect.get(Object(answer), 'task_id'))),
  );
};

const changeTask: OperationProofs['call'] = async (service, further) => {
  const body = {
    task_name: 'fields',
    task_type: 'STOP',
    scheduled_type: 'DAY',
    day_interval: 1,
    scheduled_time: '09:00:00',
    apply_objects: [{ object_id: await desktopOf(service) }],
  };
  const id: string = (await service.call('POST', tasks, body)).body.task_id;
  return callAndLook(service, 'PUT', `${tasks}/${id}`, { minimal: {}, further }, () => look(service, id));
};

async function look(service: TestService, id: string): Promise<unknown> {
  const { body } = await service.call('GET', `${tasks}/${id}`);
  await service.call('DELETE', `${tasks}/${id}`);
  return body;
}

const weekly = { scheduled_type: 'WEEK' };
const monthly = { scheduled_type: 'MONTH' };
const once = { scheduled_type: 'FIXED_TIME' };

const taskFields: Readonly<Record<string, FieldProof>> = {
  task_name: { send: 'named', shown: 'task_name' },
  description: { send: 'said', shown: 'description' },
  force_execute: { send: true, shown: 'force_execute' },
  scheduled_type: { send: 'WEEK', shown: 'scheduled_type', with: { week_list: '1' } },
  scheduled_date: { send: '2100-01-01', shown: 'scheduled_date', with: once },
  scheduled_time: { send: '03:04:05', shown: 'scheduled_time' },
  day_interval: { send: 3, shown: 'day_interval' },
  week_list: { send: '1,7', shown: 'week_list', with: weekly },
  month_list: { send: '2', shown: 'month_list', with: { ...monthly, date_list: '1' } },
  date_list: { send: 'L', shown: 'date_list', with: monthly },
  expire_time: { send: '2100-01-01 00:00:00', shown: 'expire_time' },
  time_zone: { send: 'Asia/Shanghai', shown: 'time_zone' },
  apply_objects: { elsewhere: 'its fields' },
  'apply_objects[].object_id': { send: 'nothing', refused: /apply_objects\.object_id/ },
  'apply_objects[].object_type': { send: 'ALL_DESKTOPS', refused: /object_type DESKTOP/ },
};

/** A policy that is made, changed if that is asked, looked at and deleted. */
const policyCall =
  (changes: boolean): OperationProofs['call'] =>
  async (service, further) => {
    const minimal = {
      policy_name: fresh('p').replaceAll('-', '_').slice(0, 30),
      name_prefix: 'fields',
      digit_number: 2,
      start_number: 1,
      single_domain_user_inc: 0,
    };
    const shown = async (id: string): Promise<unknown> => {
      const { desktop_name_policy_infos: found } = (await service.call('GET', `${policies}?policy_id=${id}`))
        .body;
      await service.call('POST', `${policies}/batch-delete`, { policy_ids: [id] });
      return found[0];
    };
    if (!changes)
      return callAndLook(service, 'POST', policies, { minimal, further }, (answer) =>
        shown(String(Reflect.get(Object(answer), 'policy_id'))),
      );
    const id: string = (await service.call('POST', policies, minimal)).body.policy_id;
    return callAndLook(service, 'PUT', `${policies}/${id}`, { minimal: {}, further }, () => shown(id));
  };

const policyFields: Readonly<Record<string, FieldProof>> = {
  policy_name: { send: 'named', shown: 'policy_name' },
  name_prefix: { send: 'another', shown: 'name_prefix' },
  digit_number: { send: 3, shown: 'digit_number' },
  start_number: { send: 7, shown: 'start_number' },
  single_domain_user_inc: { send: 1, shown: 'single_domain_user_inc' },
  is_default_policy: { send: true, shown: 'is_default_policy' },
  prefix_truncation_enabled: { send: true, shown: 'prefix_truncation_enabled' },
};

const inTest = { elsewhere: 'schedules/scheduledTasks.test.ts' } as const;

/** The proofs of calls about scheduled tasks and about policies for names. */
export const scheduleProofs: Readonly<Record<string, OperationProofs>> = {
  CreateScheduledTasks: {
    call: makeTask,
    fields: { ...taskFields, task_type: { send: 'REBOOT', shown: 'task_type' } },
  },
  UpdateScheduledTasks: {
    call: changeTask,
    fields: { ...taskFields, enable: { send: false, shown: 'enable' } },
  },
  ListFutureExecutions: {
    call: (service, further) => {
      const minimal = { scheduled_time: '09:00:00' };
      return callAndLook(
        service,
        'POST',
        `${tasks}/future-executions`,
        { minimal, further },
        async (answer) => answer,
      );
    },
    fields: {
      scheduled_type: {
        send: 'FIXED_TIME',
        shown: 'future_executions',
        as: ['2100-01-01 09:00:00'],
        with: { scheduled_date: '2100-01-01' },
      },
      scheduled_date: {
        send: '2100-01-01',
        shown: 'future_executions',
        as: ['2100-01-01 09:00:00'],
        with: once,
      },
      scheduled_time: {
        send: '03:04:05',
        shown: 'future_executions',
        as: ['2100-01-01 03:04:05'],
        with: { ...once, scheduled_date: '2100-01-01' },
      },
      day_interval: inTest,
      week_list: inTest,
      month_list: inTest,
      date_list: inTest,
      expire_time: inTest,
      time_zone: inTest,
    },
  },
  CreateDesktopNamePolicy: { call: policyCall(false), fields: policyFields },
  UpdateDesktopNamePolicy: { call: policyCall(true), fields: policyFields },
};
