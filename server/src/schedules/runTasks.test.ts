import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { asId, type ProjectId } from '../ids.js';
import { askAuditEvents } from '../testing/askAuditEvents.js';
import { createDesktops, showUntilGone } from '../testing/desktopCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { waitUntil } from '../testing/waitUntil.js';
import { formatWallTime } from './calendar/zonedTime.js';
import { runNext } from './runNext.js';
import { createScheduleWork } from './runTasks.js';

const minute = 60_000;
/** What the clocks of both replicas show. */
let clock = new Date();
let service: TestService;
let replica: TestService;
before(async () => {
  service = await startTestService({ serviceClock: () => clock });
  replica = await startTestService({ serviceClock: () => clock, database: service.database });
});
after(async () => {
  await replica.stop();
  await service.remove();
});

const call: TestService['call'] = (...request) => service.call(...request);
/** The beginning of the next minute but one: nothing is due before a test says so. */
let due: Date;
beforeEach(() => {
  due = new Date(Math.ceil(clock.getTime() / minute) * minute + 2 * minute);
});

async function daily(task_type: string, desktops: readonly string[], further: object = {}): Promise<string> {
  const answer = await call('POST', '/scheduled-tasks', {
    task_name: task_type,
    task_type,
    scheduled_type: 'DAY',
    day_interval: 1,
    scheduled_time: formatWallTime('UTC', due).slice(11),
    apply_objects: desktops.map((object_id) => ({ object_id, object_type: 'DESKTOP' })),
    ...further,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.task_id;
}

const records = async (id: string) =>
  (await call('GET', `/scheduled-tasks/${id}/records`)).body.tasks_records;
const details = async (id: string, record: string) =>
  (await call('GET', `/scheduled-tasks/${id}/records/${record}?offset=0&limit=50`)).body
    .tasks_records_details;
const statusOf = async (id: string): Promise<string> =>
  (await call('GET', `/desktops/${id}`)).body.desktop.status;

/** Waits until a time of a task was dealt with. @returns its record */
async function untilEnded(id: string) {
  await waitUntil(async () => {
    const [record] = await records(id);
    return record !== undefined && record.status !== 'RUNNING';
  }, 'the task to have run');
  const [record] = await records(id);
  return record;
}

describe('a scheduled task whose time has come', () => {
  it('is carried out once by one of two replicas, desktop by desktop, and is due again the next day', async () => {
    const [one, two] = await createDesktops(service, { size: 2, desktop_name: 'run' });
    const id = await daily('STOP', [one, two ?? '']);
    assert.deepEqual(await records(id), [], 'its time has not come');
    clock = due;
    const record = await untilEnded(id);
    const { success_num, failed_num, skip_num, status, task_type, start_time } = record;
    assert.deepEqual([status, task_type, success_num, failed_num, skip_num], ['SUCCESS', 'STOP', 2, 0, 0]);
    assert.equal(start_time, formatWallTime('UTC', due));
    const told = await details(id, record.id);
    assert.deepEqual(
      told.map((each: Record<string, unknown>) => [
        each['desktop_id'],
        each['desktop_name'],
        each['exec_status'],
      ]),
      [
        [one, 'run01', 'SUCCESS'],
        [two, 'run02', 'SUCCESS'],
      ],
    );
    assert.ok(told[0].end_time);
    assert.deepEqual(await Promise.all([one, two ?? ''].map(statusOf)), ['SHUTOFF', 'SHUTOFF']);
    const [listed] = (await call('GET', '/scheduled-tasks?offset=0&limit=50&last_status=SUCCESS')).body
      .scheduled_tasks;
    assert.equal(listed.id, id);
    assert.equal(
      listed.next_execution_time,
      formatWallTime('UTC', new Date(due.getTime() + 24 * 60 * minute)),
    );
    assert.equal((await records(id)).length, 1);
    const jobs = (await call('GET', '/workspace-sub-jobs?job_type=operateDesktops')).body;
    assert.equal(jobs.total_count, 2, 'one for each desktop');
  });

  it('is looked for by the clock as the database knows it now, not as it was before it was set back', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('STOP', [one]);
    let known = due;
    const work = createScheduleWork({
      database: service.database.database,
      ambient: { ...realAmbient, serviceNow: () => known },
      logger: pino({ level: 'silent' }),
      announceWork: () => undefined,
      readClock: async () => {
        known = clock;
      },
    });
    await work.perform('look');
    assert.deepEqual(await records(id), []);
    clock = due;
    assert.equal((await untilEnded(id)).success_num, 1);
  });

  it('is carried out once, whoever looks at the same moment', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('STOP', [one]);
    const ambient = { ...realAmbient, serviceNow: () => due };
    const parts = { database: service.database.database, ambient };
    const looks = Array.from({ length: 8 }, () => runNext(parts, []));
    const found = (await Promise.all(looks)).filter((run) => run?.taskId === id);
    assert.equal(found.length, 1);
    assert.equal((await records(id)).length, 1);
  });

  it('is on record in the audit log with its task, its desktops and who set it', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('REBOOT', [one], { force_execute: true });
    clock = due;
    const record = await untilEnded(id);
    const events = await waitUntilTraced(record.id);
    assert.equal(events.length, 1);
    const [event] = events;
    assert.equal(event.trace_name, 'runScheduledTask');
    assert.equal(event.trace_type, 'SystemAction');
    assert.deepEqual([event.resource_type, event.resource_id], ['scheduledTask', id]);
    assert.equal(event.user.name, service.credentials.user_name);
    const request = JSON.parse(event.request);
    assert.deepEqual(request.resource_ids, [one]);
    assert.deepEqual(request.flags, { reboot: true, force_execute: true });
  });

  it('passes over desktops whose state does not allow it, and those that are gone', async () => {
    const [on, off] = await createDesktops(service, { size: 2, desktop_name: 'mixed' });
    const [gone] = await createDesktops(service, {});
    const stopped = { desktop_ids: [off], op_type: 'os-stop' };
    assert.equal((await call('POST', '/desktops/action', stopped)).status, 200);
    await waitUntil(async () => (await statusOf(off ?? '')) === 'SHUTOFF', 'it to be off');
    const id = await daily('REBOOT', [gone, off ?? '', on]);
    await call('DELETE', `/desktops/${gone}?is_force_delete=true`);
    await showUntilGone(service, gone);
    const { apply_objects: objects } = (await call('GET', `/scheduled-tasks/${id}`)).body;
    assert.equal(objects.length, 2, 'a desktop that is gone is none of its desktops');
    clock = due;
    const record = await untilEnded(id);
    assert.deepEqual([record.status, record.success_num, record.skip_num], ['SUCCESS', 1, 1]);
    const told = await details(id, record.id);
    assert.deepEqual(
      told.map((each: Record<string, unknown>) => [
        each['desktop_id'],
        each['exec_status'],
        each['result_code'],
      ]),
      [
        [off, 'SKIP', 'WKS.00010032'],
        [on, 'SUCCESS', null],
      ],
    );
    assert.match(told[0].fail_reason, /SHUTOFF/);
  });

  it('does nothing and stays sound once all of its desktops are gone', async () => {
    const [gone] = await createDesktops(service, {});
    const id = await daily('STOP', [gone]);
    await call('DELETE', `/desktops/${gone}?is_force_delete=true`);
    await showUntilGone(service, gone);
    clock = due;
    const record = await untilEnded(id);
    assert.deepEqual([record.status, record.success_num, record.skip_num], ['SKIP', 0, 0]);
    assert.deepEqual((await call('GET', `/scheduled-tasks/${id}`)).body.apply_objects, []);
    assert.equal((await call('DELETE', `/scheduled-tasks/${id}`)).status, 200);
  });

  it('is passed over and recorded so when the service was down until long after it', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('STOP', [one]);
    clock = new Date(due.getTime() + 16 * minute);
    const record = await untilEnded(id);
    assert.deepEqual([record.status, record.skip_num], ['SKIP', 1]);
    const [told] = await details(id, record.id);
    assert.match(told.fail_reason, /not running at that time/);
    assert.equal(await statusOf(one), 'ACTIVE');
    const { next_execution_time: next } = (await call('GET', `/scheduled-tasks/${id}`)).body;
    assert.equal(next, formatWallTime('UTC', new Date(due.getTime() + 24 * 60 * minute)));
  });

  it('is carried out when the service was down for a while only', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('STOP', [one]);
    clock = new Date(due.getTime() + 14 * minute);
    assert.equal((await untilEnded(id)).status, 'SUCCESS');
    assert.equal(await statusOf(one), 'SHUTOFF');
  });

  it('is not carried out again when the clock is set back', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('STOP', [one]);
    clock = due;
    await untilEnded(id);
    const parts = { database: service.database.database };
    for (const minutes of [-5, 0, 5]) {
      const at = new Date(due.getTime() + minutes * minute);
      await runNext({ ...parts, ambient: { ...realAmbient, serviceNow: () => at } }, []);
    }
    assert.equal((await records(id)).length, 1);
  });

  it('once is carried out and never due again; while it is disabled it is not', async () => {
    const [one, two] = await createDesktops(service, { size: 2, desktop_name: 'once' });
    const once = {
      scheduled_type: 'FIXED_TIME',
      scheduled_date: formatWallTime('UTC', due).slice(0, 10),
      day_interval: undefined,
    };
    const id = await daily('STOP', [one], once);
    const idle = await daily('STOP', [two ?? '']);
    assert.equal((await call('PUT', `/scheduled-tasks/${idle}`, { enable: false })).status, 200);
    clock = due;
    assert.equal((await untilEnded(id)).status, 'SUCCESS');
    assert.equal((await call('GET', `/scheduled-tasks/${id}`)).body.next_execution_time, null);
    assert.deepEqual(await records(idle), []);
    assert.equal(await statusOf(two ?? ''), 'ACTIVE');
  });

  it('keeps the records of its latest hundred times', async () => {
    const [one] = await createDesktops(service, {});
    const id = await daily('START', [one]);
    await call('PUT', `/scheduled-tasks/${id}`, { enable: false });
    await service.database.pool.query(
      `insert into scheduled_task_records (id, task_id, project_id, planned_at, started_at, task_type, scheduled_type, time_zone)
       select gen_random_uuid(), $1, $2, d, d, 'START', 'DAY', 'UTC'
       from generate_series('2020-01-01'::timestamptz, '2020-04-29', '1 day') d`,
      [id, asId<ProjectId>(service.credentials.project_id)],
    );
    due = new Date(due.getTime() + minute);
    const scheduled_time = formatWallTime('UTC', due).slice(11);
    await call('PUT', `/scheduled-tasks/${id}`, { enable: true, scheduled_time });
    clock = due;
    await waitUntil(async () => {
      const { total_count: count } = (await call('GET', `/scheduled-tasks/${id}/records`)).body;
      return count === 100;
    }, 'the old ones to be forgotten');
  });
});

async function waitUntilTraced(requestId: string) {
  await waitUntil(async () => {
    await call('GET', `//v3/${service.credentials.project_id}/traces?limit=200`);
    const rows = await askAuditEvents(
      service.database,
      'select trace_name from audit_events where request_id = $1',
      [requestId],
    );
    return rows.length > 0;
  }, 'the audit event');
  const { traces } = (await call('GET', `//v3/${service.credentials.project_id}/traces?limit=200`)).body;
  return traces.filter((each: { request_id: string }) => each.request_id === requestId);
}
