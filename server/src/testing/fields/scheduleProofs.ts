import { createDesktops } from '../desktopCalls.js';
import type { TestService } from '../startTestService.js';
import { callAndLook, type FieldProof, type OperationProofs } from './fieldProof.js';
import { change, creation, fresh, read } from './madeThings.js';

const nowhere = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const weekly = { scheduled_type: 'WEEK' };
const monthly = { scheduled_type: 'MONTH' };

/** A task of every day, or of the kind that is sent besides. */
const taskOf = (desktop: string, further: object): object => ({
  task_name: fresh('task'),
  task_type: 'STOP',
  scheduled_time: '19:00:00',
  time_zone: 'Asia/Shanghai',
  apply_objects: [{ object_type: 'DESKTOP', object_id: desktop }],
  ...(Object.hasOwn(further, 'scheduled_type') ? {} : { scheduled_type: 'DAY', day_interval: 1 }),
});

const taskFields: Readonly<Record<string, FieldProof>> = {
  scheduled_type: { send: 'WEEK', shown: 'scheduled_type', with: { week_list: '1' } },
  scheduled_date: { send: '2099-01-01', shown: 'scheduled_date', with: { scheduled_type: 'FIXED_TIME' } },
  scheduled_time: { send: '20:30:00', shown: 'scheduled_time' },
  day_interval: { send: 3, shown: 'day_interval' },
  week_list: { send: '1,3', shown: 'week_list', with: weekly },
  month_list: { send: '2', shown: 'month_list', with: { ...monthly, date_list: '5' } },
  date_list: { send: '7', shown: 'date_list', with: { ...monthly, month_list: '2' } },
  expire_time: { send: '2099-06-30 00:00:00', shown: 'expire_time' },
  time_zone: { send: 'Europe/Berlin', shown: 'time_zone' },
  description: { send: 'blue', shown: 'description' },
  force_execute: { send: true, shown: 'force_execute' },
  apply_objects: { elsewhere: 'its fields' },
  'apply_objects[].object_id': { send: nowhere, refused: /desktop/i },
  'apply_objects[].object_type': { send: 'DESKTOP_POOL', refused: /object_type/ },
};

const policyFields = (name: string): Readonly<Record<string, FieldProof>> => ({
  policy_name: { send: name, shown: 'policy_name' },
  name_prefix: { send: 'xyz', shown: 'name_prefix' },
  digit_number: { send: 3, shown: 'digit_number' },
  start_number: { send: 5, shown: 'start_number' },
  single_domain_user_inc: {
    send: 1,
    shown: 'single_domain_user_inc',
    with: { name_prefix: 'ab$DomainUser$' },
  },
  is_default_policy: { send: true, shown: 'is_default_policy' },
  prefix_truncation_enabled: { send: true, shown: 'prefix_truncation_enabled' },
});

const newPolicy = (): object => ({
  policy_name: fresh('policy').replace('-', '_'),
  name_prefix: 'abc',
  digit_number: 2,
  start_number: 1,
  single_domain_user_inc: 0,
});

async function showPolicy(service: TestService, id: unknown): Promise<unknown> {
  const { desktop_name_policy_infos: all } = (await service.call('GET', '/desktop-name-policies')).body;
  return all.find((each: { policy_id: string }) => each.policy_id === id);
}

/** The proofs of calls about scheduled tasks and policies for names. */
export const scheduleProofs: Readonly<Record<string, OperationProofs>> = {
  CreateScheduledTasks: {
    call: async (service, further) => {
      const [desktop] = await createDesktops(service, {});
      const bodies = { minimal: taskOf(desktop, further), further };
      return callAndLook(service, 'POST', '/scheduled-tasks', bodies, (answer) =>
        read(service, `/scheduled-tasks/${String(Reflect.get(Object(answer), 'task_id'))}`),
      );
    },
    fields: {
      ...taskFields,
      task_name: { send: 'field-task', shown: 'task_name' },
      task_type: { send: 'START', shown: 'task_type' },
    },
  },
  UpdateScheduledTasks: {
    call: async (service, further) => {
      const [desktop] = await createDesktops(service, {});
      const made = await service.call('POST', '/scheduled-tasks', taskOf(desktop, {}));
      return change('PUT', async () => ({
        path: `/scheduled-tasks/${made.body.task_id}`,
        minimal: Object.hasOwn(further, 'apply_objects')
          ? { apply_objects: [{ object_type: 'DESKTOP', object_id: desktop }] }
          : {},
      }))(service, further);
    },
    fields: {
      ...taskFields,
      task_name: { send: 'field-task-anew', shown: 'task_name' },
      enable: { send: false, shown: 'enable' },
    },
  },
  CreateDesktopNamePolicy: {
    call: creation('/desktop-name-policies', newPolicy, (service, answer) =>
      showPolicy(service, Reflect.get(Object(answer), 'policy_id')),
    ),
    fields: policyFields('field_policy'),
  },
  UpdateDesktopNamePolicy: {
    call: async (service, further) => {
      const { policy_id: id } = (await service.call('POST', '/desktop-name-policies', newPolicy())).body;
      const path = `/desktop-name-policies/${id}`;
      return callAndLook(service, 'PUT', path, { minimal: {}, further }, () => showPolicy(service, id));
    },
    fields: policyFields('field_policy_anew'),
  },
};
