import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { readTable } from '../../tables/readTable.js';
import { type ExportCalls, exportCalls, namesOf, rowsOf } from '../../testing/exportCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { newUserBody } from '../newUserFaults.js';
import { userTable } from '../userFields.js';

let service: TestService;
let v3: string;
let exports_: ExportCalls;
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
  exports_ = exportCalls(service);
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
afterEach(() => exports_.clear());

async function made(path: string, body: object): Promise<string> {
  const answer = await call('POST', path, body);
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

const exported: ExportCalls['make'] = (...body) => exports_.make(...body);
const download: ExportCalls['download'] = (task) => exports_.download(task);
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

  it('keeps blanks at the ends of what is said of a user, of every kind', async () => {
    const description = ' \u00a0 two blanks, and more\u3000\u00a0 ';
    const user = { user_name: 'blanks', user_email: 'b@example.com', description, alias_name: ' = ' };
    const id = await made('/users', user);
    const text = await download(await exported({ user_name: 'blanks' }));
    await call('POST', '/users/batch-delete', { user_ids: [id] });
    const form = new FormData();
    form.set('file', new File([text], 'users.csv'));
    const answer = await call('POST', '/users/desktop-users/action/import', form);
    assert.equal(answer.body.user_detail_list[0]?.description, description, answer.text);
    const again = (await call('GET', `/users/${answer.body.user_detail_list[0].id}`)).body.user_detail;
    assert.deepEqual([again.description, again.full_name], [description, ' = ']);
    await call('POST', '/users/batch-delete', { user_ids: [again.id] });
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
    const [task] = (await call('GET', '/export-tasks?file_name=TEAM')).body.export_tasks;
    assert.match(task.file_name, /^Blue, _team_-users-\d{8}-\d{6}\.csv$/);
    const file = await call('GET', `/export-tasks/${task.task_id}/download`);
    assert.equal(file.headers.get('content-disposition'), `attachment; filename="${task.file_name}"`);
    await call('PUT', `/groups/${group}`, { group_name: '蓝队' });
    const renamed = await call('GET', `/export-tasks/${task.task_id}/download`);
    assert.match(
      renamed.headers.get('content-disposition') ?? '',
      /filename\*=UTF-8''%E8%93%9D%E9%98%9F-users-/,
    );
    await call('PUT', `/groups/${group}`, { group_name: 'Blue, "team"' });
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
