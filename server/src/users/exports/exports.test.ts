import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { readTable } from '../../tables/readTable.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { startWorkLoop } from '../../workers/loop.js';
import { newUserBody } from '../newUserFaults.js';
import { userTable } from '../userFields.js';
import { tasksOfProject } from './exportLimits.js';
import { createExportSweep } from './forgetExports.js';

let service: TestService;
let v3: string;
let dora: string;
let group: string;
const call: TestService['call'] = (...request) => service.call(...request);
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];

const anna = {
  user_name: 'Anna.Export',
  user_email: 'anna@example.com',
  user_phone: '+86 138-0000-0000',
  description: '=1+1, "quoted"; of the blue team',
  account_expires: '2099-01-01T00:00:00.000Z',
  alias_name: '张安娜',
};

before(async () => {
  service = await startTestService();
  v3 = `//v3/${service.credentials.project_id}`;
  await made('/users', anna);
  await made('/users', {
    user_name: 'berta',
    active_type: 'ADMIN_ACTIVATE',
    password: 'Secret-Word-77',
    description: "'-marked",
  });
  await made('/users', { user_name: 'carla', user_email: 'carla@example.com', description: 'Blue, too' });
  dora = await made('/users', { user_name: 'dora', user_email: 'dora@example.com' });
  group = await made('/groups', { group_name: 'Blue, "team"', platform_type: 'LOCAL', description: '@home' });
  await call('POST', `/groups/${group}/actions`, { op_type: 'ADD', user_ids: [dora] });
});
after(() => service.remove());

async function made(path: string, body: object): Promise<string> {
  const answer = await call('POST', path, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

async function exported(body: object = {}): Promise<string> {
  const answer = await call('POST', `${v3}/users/export`, body);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.task_id;
}

async function download(task: string): Promise<string> {
  const answer = await call('GET', `/export-tasks/${task}/download`);
  assert.equal(answer.status, 200, answer.text);
  return answer.text;
}

const rowsOf = (text: string) => readTable(text, userTable).rows.map(({ fields }) => fields);
const namesOf = (text: string) => rowsOf(text).map((fields) => fields['user_name']);
const isNone = async (body: object) =>
  (await download(await exported(body))).trim().split('\r\n').length === 1;
const everybody = ['Anna.Export', 'berta', 'carla', 'dora'];

describe('an export of desktop users', () => {
  it('is a task whose file is CSV for spreadsheets, by name, without a password', async () => {
    const answer = await call('GET', `/export-tasks/${await exported()}/download`);
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.match(
      answer.headers.get('content-disposition') ?? '',
      /^attachment; filename="users-\d{8}-\d{6}\.csv"$/,
    );
    const [titles, first] = answer.text.replace('\uFEFF', '').split('\r\n');
    assert.equal(titles, 'Name,Email,Phone,Description,Expires,Alias,Activation,State,Groups,Desktops,ID');
    assert.match(first ?? '', /^Anna\.Export,anna@example\.com,'\+86 138-0000-0000,"'=1\+1, ""quoted""; of/);
    assert.deepEqual(namesOf(answer.text), everybody);
    assert.doesNotMatch(answer.text, /Secret-Word|scrypt|argon|\$/);
    assert.match(answer.text, /dora,dora@example\.com,,,,,by the user,no password,"Blue, ""team""",0,/);
  });

  it('speaks the language that is asked for, or else the caller’s', async () => {
    assert.match(await download(await exported({ language: 'zh_CN' })), /用户名,邮箱,手机号.*\r\nAnna/);
    const spoken = { 'X-Language': 'zh-cn' };
    const asked = await call('POST', `${v3}/users/export`, {}, spoken);
    assert.match(await download(asked.body.task_id), /用户名,邮箱/);
    const refused = await call('POST', `${v3}/users/export`, { language: 'xx' });
    assert.equal(refused.status, 400);
    assert.match(refused.body.error_msg, /language/);
  });

  it('can be imported again in either language, and comes out the same', async () => {
    for (const language of ['en_US', 'zh_CN']) {
      const first = await download(await exported({ user_names: ['anna.export', 'carla'], language }));
      const users = rowsOf(first).map((fields) => newUserBody(fields));
      const list = (await call('GET', '/users?user_names=anna.export&user_names=carla')).body.users;
      const ids = list.map(({ id }: { id: string }) => id);
      await call('POST', '/users/batch-delete', { user_ids: ids });
      const again = await call('POST', '/users/batch-create', { users });
      assert.equal(again.status, 200, again.text);
      const second = await download(await exported({ user_names: ['anna.export', 'carla'], language }));
      assert.deepEqual(rowsOf(second), rowsOf(first));
      const [{ id }] = again.body.users;
      const detail = (await call('GET', `/users/${id}`)).body.user_detail;
      assert.equal(detail.user_phone, anna.user_phone);
      assert.equal(detail.description, anna.description);
      assert.equal(detail.full_name, anna.alias_name);
      assert.equal(detail.account_expires, Date.UTC(2099, 0, 1));
    }
  });

  it('says which of its columns nobody imports', async () => {
    const { unread } = readTable(await download(await exported()), userTable);
    assert.deepEqual(unread, ['Activation', 'State', 'Groups', 'Desktops', 'ID']);
  });

  it('is narrowed by every field of the call', async () => {
    const names = async (body: object) => namesOf(await download(await exported(body)));
    assert.deepEqual(await names({ user_name: 'NA.EX' }), ['Anna.Export']);
    assert.deepEqual(await names({ user_names: ['CARLA', 'dora', 'car'] }), ['carla', 'dora']);
    assert.deepEqual(await names({ user_names: [] }), everybody);
    assert.deepEqual(await names({ description: 'BLUE' }), ['Anna.Export', 'carla']);
    assert.deepEqual(await names({ active_type: 'ADMIN_ACTIVATE' }), ['berta']);
    assert.deepEqual(await names({ enterprise_project_id: '0' }), everybody);
    assert.deepEqual(await names({ enterprise_project_id: 'all_granted_eps' }), everybody);
    assert.ok(await isNone({ enterprise_project_id: '0a6b7a3e-2ad0-4a10-a4b6-0c3a0a8f5c11' }));
    assert.ok(await isNone({ user_name: 'anna', description: 'too' }));
  });

  it('of a group has its members alone', async () => {
    const members = async (query = '') => {
      const answer = await call('GET', `${v3}/groups/${group}/users/export${query}`);
      assert.equal(answer.status, 200, answer.text);
      return download(answer.body.task_id);
    };
    assert.deepEqual(namesOf(await members()), ['dora']);
    assert.deepEqual(namesOf(await members('?user_name=OR&group_name=blue,%20%22TEAM%22')), ['dora']);
    assert.match(await members('?language=zh_CN'), /用户名/);
    for (const query of [
      '?user_name=anna',
      '?description=x',
      '?active_type=ADMIN_ACTIVATE',
      '?group_name=blue',
      '?enterprise_project_id=0a6b7a3e-2ad0-4a10-a4b6-0c3a0a8f5c11',
    ])
      assert.equal((await members(query)).trim().split('\r\n').length, 1, query);
    const missing = await call('GET', `${v3}/groups/${'0'.repeat(32)}/users/export`);
    assert.deepEqual(said(missing), [400, 'WKS.00170208']);
  });

  it('keeps nothing about a person: who was deleted is in its file no more', async () => {
    const id = await made('/users', { user_name: 'emil', user_email: 'emil@example.com' });
    const task = await exported({ user_name: 'emil' });
    const { rows } = await service.database.pool.query(
      'select t::text, (select json_agg(u)::text from export_task_users u where u.task_id = t.id) as of_it from export_tasks t where id = $1',
      [task],
    );
    assert.doesNotMatch(JSON.stringify(rows), /emil/);
    assert.deepEqual(namesOf(await download(task)), ['emil']);
    await call('POST', '/users/batch-delete', { user_ids: [id] });
    assert.doesNotMatch(await download(task), /emil/);
    const left = await service.database.pool.query('select from export_task_users where user_id = $1', [id]);
    assert.equal(left.rowCount, 0);
  });
});

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

  it('are a limited number, until some are deleted', async () => {
    const { count } = (await call('GET', '/export-tasks')).body;
    for (let number = count; number < tasksOfProject; number += 1) await exported({ user_name: 'nobody' });
    assert.deepEqual(said(await call('POST', `${v3}/users/export`, {})), [409, 'DPL.4091']);
    const { export_tasks } = (await call('GET', '/export-tasks?limit=100')).body;
    await call('POST', '/export-tasks/batch-delete', {
      task_ids: export_tasks.map(({ task_id }: { task_id: string }) => task_id),
    });
    await exported();
  });
});

describe('other files', () => {
  it('groups come as CSV, found by name, a page at a time where it is asked for', async () => {
    const answer = await call('GET', '/groups/export');
    assert.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
    const [titles, row] = answer.text.replace('\uFEFF', '').split('\r\n');
    assert.equal(titles, 'Name,Description,Users,Desktops,Created,ID');
    assert.match(row ?? '', new RegExp(`^"Blue, ""team""",'@home,1,0,20.*Z,${group}$`));
    const rows = async (query: string) =>
      (await call('GET', `/groups/export${query}`)).text.trim().split('\r\n');
    assert.equal((await rows('?keyword=nothing')).length, 1);
    assert.equal(
      (await rows('?keyword=BLUE&language=zh_CN'))[0],
      '用户组,描述,用户数,桌面数,创建时间,用户组ID',
    );
    assert.equal((await rows('?limit=0')).length, 1);
    assert.equal((await rows('?offset=1')).length, 1);
  });

  it('the template has the titles that an import knows, with a password where the administrator gives one', async () => {
    const template = async (query: string) =>
      (await call('GET', `/users/template/download${query}`)).text.trim();
    assert.equal(await template(''), 'Name,Email,Phone,Description,Expires,Alias');
    assert.equal(
      await template('?language=zh_CN&active_type=ADMIN_ACTIVATE'),
      '用户名,邮箱,手机号,描述,到期时间,别名,密码',
    );
    const filled = `${await template('?active_type=ADMIN_ACTIVATE')}\r\nfritz,,,,,,Long-Word-88\r\n`;
    assert.deepEqual(rowsOf(filled), [{ user_name: 'fritz', password: 'Long-Word-88' }]);
  });
});
