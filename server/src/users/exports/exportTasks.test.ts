import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { type ExportCalls, exportCalls, namesOf } from '../../testing/exportCalls.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { startWorkLoop } from '../../workers/loop.js';
import { tasksOfMaker, tasksOfProject } from './exportLimits.js';
import { createExportSweep } from './forgetExports.js';

let service: TestService;
let v3: string;
let exports_: ExportCalls;
let dora: string;
const call: TestService['call'] = (...request) => service.call(...request);
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];

before(async () => {
  service = await startTestService();
  exports_ = exportCalls(service);
  v3 = `//v3/${service.credentials.project_id}`;
  const users = ['carla', 'dora'].map((user_name) => ({ user_name, user_email: `${user_name}@example.com` }));
  const made = await call('POST', '/users/batch-create', { users });
  dora = made.body.users[1].id;
});
after(() => service.remove());
afterEach(() => exports_.clear());

const exported: ExportCalls['make'] = (...body) => exports_.make(...body);
const download: ExportCalls['download'] = (task) => exports_.download(task);

describe('export tasks', () => {
  it('are listed, filtered, sorted and paged', async () => {
    const [one, two] = [await exported(), await exported()];
    await download(one);
    const list = async (query: string) => (await call('GET', `/export-tasks${query}`)).body;
    const ids = async (query: string) =>
      (await list(query)).export_tasks.map(({ task_id }: { task_id: string }) => task_id);
    const { count, export_tasks } = await list(`?task_id=${one}`);
    assert.equal(count, 1);
    const { create_time, end_time, file_name, ...rest } = export_tasks[0];
    assert.match(create_time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.equal(end_time, create_time);
    assert.match(file_name, /^users-/);
    assert.deepEqual(rest, {
      task_id: one,
      status: 'SUCCESS',
      fail_reason: null,
      error_code: null,
      is_download: true,
    });
    assert.deepEqual((await ids('?limit=2')).toSorted(), [one, two].toSorted());
    assert.deepEqual(
      await ids('?sort_field=create_time&sort_type=ASC&limit=100'),
      (await ids('?limit=100')).toReversed(),
    );
    assert.ok((await ids('?is_download=true&limit=100')).includes(one));
    assert.ok(!(await ids('?is_download=false&limit=100')).includes(one));
    assert.ok((await ids('?is_download=false&limit=100')).includes(two));
    assert.ok((await ids('?file_name=GROUP-&limit=100')).every((id: string) => id !== one));
    assert.equal((await list('?status=SUCCESS')).count, (await list('')).count);
    for (const none of ['CREATING', 'FAIL', 'EXPIRED'])
      assert.equal((await list(`?status=${none}`)).count, 0);
    const [, second] = await ids('?limit=2');
    assert.deepEqual(await ids('?offset=1&limit=1'), [second]);
  });

  it('are deleted, all of them or none', async () => {
    const task = await exported();
    const end = (...task_ids: string[]) => call('POST', '/export-tasks/batch-delete', { task_ids });
    assert.deepEqual(said(await end(task, '0'.repeat(32))), [404, 'DPL.0404']);
    await download(task);
    const done = await end(task, task);
    assert.equal(done.status, 200, done.text);
    assert.deepEqual(said(await call('GET', `/export-tasks/${task}/download`)), [404, 'DPL.0404']);
    assert.deepEqual(said(await end(task)), [404, 'DPL.0404']);
  });

  it('expire after a day, are emptied then, and are gone after a week', async () => {
    const task = await exported();
    const { pool } = service.database;
    const age = (days: number) =>
      pool.query(
        `update export_tasks set created_at = now() - make_interval(days => $2::int),
           expires_at = now() - make_interval(days => $2::int - 1) where id = $1`,
        [task, days],
      );
    const of = async (table: string, column: string) =>
      (await pool.query(`select from ${table} where ${column} = $1`, [task])).rowCount;
    await age(2);
    const late = await call('GET', `/export-tasks/${task}/download`);
    assert.deepEqual(said(late), [409, 'DPL.0409']);
    assert.match(late.body.error_msg, /expired/);
    assert.equal((await call('GET', `/export-tasks?status=EXPIRED`)).body.export_tasks[0].task_id, task);
    const sweep = startWorkLoop(
      createExportSweep({ database: service.database.database, every: 20 }),
      pino({ level: 'silent' }),
      20,
    );
    try {
      await waitUntil(async () => (await of('export_task_users', 'task_id')) === 0, 'nobody is in it');
      assert.equal(await of('export_tasks', 'id'), 1);
      await age(8);
      await waitUntil(async () => (await of('export_tasks', 'id')) === 0, 'it is gone');
    } finally {
      await sweep.stop();
    }
  });

  it('S16: of another project are as if they were not there', async () => {
    const task = await exported();
    const { pool } = service.database;
    await pool.query(
      `insert into projects select (jsonb_populate_record(p, jsonb_build_object('id', repeat('f', 32), 'name', 'elsewhere'))).*
       from projects p where id = $1`,
      [service.credentials.project_id],
    );
    await pool.query('delete from export_task_users where task_id = $1', [task]);
    await pool.query(`update export_tasks set project_id = repeat('f', 32) where id = $1`, [task]);
    assert.deepEqual(said(await call('GET', `/export-tasks/${task}/download`)), [404, 'DPL.0404']);
    assert.equal((await call('GET', `/export-tasks?task_id=${task}`)).body.count, 0);
    const ended = await call('POST', '/export-tasks/batch-delete', { task_ids: [task] });
    assert.deepEqual(said(ended), [404, 'DPL.0404']);
  });

  it('show only whom their reader may export', async () => {
    const users = await createPolicyUsers(service);
    const task = await exported();
    const project = service.credentials.project_id;
    const file = `/v2/${project}/export-tasks/${task}/download`;
    const action = ['workspace:tenants:listExportTasks'];
    const reader = await users.add('reader', { identity: [{ Effect: 'Allow', Action: action }] });
    assert.equal((await reader.call('GET', `/v2/${project}/export-tasks`)).status, 200);
    assert.deepEqual(said(await reader.call('GET', file)), [403, 'DPL.0403']);
    const resource = [`workspace:*:*:user:${dora}`];
    const limited = await users.add('limited', {
      identity: [{ Effect: 'Allow', Action: ['workspace:users:export'], Resource: resource }],
    });
    assert.deepEqual(namesOf((await limited.call('GET', file)).text), ['dora']);
    const own = await limited.call('POST', `/v3/${project}/users/export`, {});
    assert.deepEqual(namesOf(await download(own.body.task_id)), ['dora']);
  });

  it('S17: leave on record who took which export, and say nothing of whom it is about', async () => {
    const task = await exported({ user_name: 'carla' });
    await download(task);
    const found = await waitUntil(async () => {
      const { body } = await call('GET', `${v3}/traces?resource_id=${task}`);
      return body.traces?.length === 2 && body.traces;
    }, 'two audit events');
    assert.deepEqual(
      found.map((each: Record<string, unknown>) => [each['trace_name'], each['resource_type']]),
      [
        ['downloadExportFile', 'export'],
        ['exportUsersNew', 'export'],
      ],
    );
    assert.doesNotMatch(JSON.stringify(found), /carla/);
  });

  it('are a limited number for each who makes them, so that the others have some left', async () => {
    const users = await createPolicyUsers(service);
    const allow = [{ Effect: 'Allow', Action: ['workspace:users:export'] }];
    const auditor = await users.add('auditor', { identity: allow });
    const path = `/v3/${service.credentials.project_id}/users/export`;
    for (let number = 0; number < tasksOfMaker; number += 1)
      assert.equal((await auditor.call('POST', path, {})).status, 200);
    const refused = await auditor.call('POST', path, {});
    assert.deepEqual(said(refused), [409, 'DPL.4091']);
    assert.match(refused.body.error_msg, /one caller: 20 \+ 1 > 20; delete one .* or wait until \d{4}-.*Z/);
    const [oldest] = (await call('GET', '/export-tasks?sort_type=ASC&limit=1')).body.export_tasks;
    await call('POST', '/export-tasks/batch-delete', { task_ids: [oldest.task_id] });
    assert.equal((await auditor.call('POST', path, {})).status, 200);
    await exported();
  });

  it('are a limited number of a project, those that have expired not counted', async () => {
    const { pool } = service.database;
    const task = await exported();
    await pool.query(
      `insert into export_tasks select (jsonb_populate_record(t, jsonb_build_object('id', md5(n::text), 'made_by', n::text))).*
       from export_tasks t, generate_series(2, $2::int) n where t.id = $1`,
      [task, tasksOfProject],
    );
    const refused = await call('POST', `${v3}/users/export`, {});
    assert.deepEqual(said(refused), [409, 'DPL.4091']);
    assert.match(refused.body.error_msg, /of the project: 100 \+ 1 > 100; delete one/);
    await pool.query('update export_tasks set expires_at = now() where id = $1', [task]);
    await exported();
  });
});
