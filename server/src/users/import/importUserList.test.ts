import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { userListForm } from '../../testing/userList.js';
import { waitUntil } from '../../testing/waitUntil.js';

const path = '/users/desktop-users/action/import';
let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const send = (rows: readonly string[], headers: Record<string, string> = {}): Promise<TestAnswer> =>
  service.call('POST', path, userListForm(rows), headers);

async function importing(rows: readonly string[]): Promise<TestAnswer['body']> {
  const answer = await send(rows);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

interface Failed {
  readonly row: number;
  readonly reasons: readonly string[];
}
const failuresOf = ({ failed_detail_list }: { failed_detail_list: readonly Failed[] }) =>
  failed_detail_list.map(({ row, reasons }) => [row, ...reasons]);

async function userNamed(name: string) {
  return (await service.call('GET', `/users?user_name=${name}`)).body.users[0];
}

describe('a list of desktop users that is imported', () => {
  it('makes its users as CreateDesktopUser would, with a password or invited to choose one', async () => {
    const { user_detail_list, failed_detail_list, total_count } = await importing([
      'Name,Email,Phone,Password,Description,Expires,Alias',
      "ann,ann@example.com,'+86 138,,of the blue team,2099-01-01T00:00:00Z,安",
      'bob,,,Secret-Word-77,,0,',
    ]);
    assert.equal(total_count, 2);
    assert.deepEqual(failed_detail_list, []);
    const [ann] = user_detail_list;
    const made = await userNamed('ann');
    assert.deepEqual(ann, {
      id: made.id,
      user_name: 'ann',
      domain: null,
      user_email: 'ann@example.com',
      permission_group: null,
      desktop_name: null,
      desktop_ip: null,
      description: 'of the blue team',
      row: 2,
      invited: false,
    });
    assert.equal(made.user_phone, '+86 138');
    assert.equal(made.account_expires, '2099-01-01T00:00:00.000Z');
    assert.equal(made.active_type, 'USER_ACTIVATE');
    const bob = await userNamed('bob');
    assert.deepEqual([bob.active_type, bob.password_state], ['ADMIN_ACTIVATE', 'set']);
  });

  it('makes those that can be, and says of each other one in which row it is and why', async () => {
    const answer = await importing([
      'user_name,user_email,password',
      'carl,carl@example.com',
      'ANN,other@example.com',
      'dora,no-address,short',
      ',lost@example.com',
      'CARL,carl2@example.com',
      'emil,emil@example.com,,and,more',
      'frida',
    ]);
    assert.equal(answer.total_count, 7);
    assert.deepEqual(
      answer.user_detail_list.map(({ user_name, row }: { user_name: string; row: number }) => [
        user_name,
        row,
      ]),
      [['carl', 2]],
    );
    const failures = failuresOf(answer);
    assert.deepEqual(
      failures.map(([row]) => row),
      [3, 4, 5, 6, 7, 8],
    );
    const said = failures.map(([, ...reasons]) => reasons.join('; '));
    assert.equal(said[0], 'a user with this user_name exists already');
    assert.match(said[1] ?? '', /^user_email .*/);
    assert.equal(said[2], 'user_name is missing');
    assert.equal(said[3], 'user_name stands in row 2 already');
    assert.equal(said[4], 'the row has more cells than the table has columns (3)');
    assert.match(said[5] ?? '', /^user_email or user_phone is missing/);
    assert.doesNotMatch(JSON.stringify(answer), /short/, 'no password is shown');
    const chinese = await send(['user_name', 'ann'], { 'x-language': 'zh-cn' });
    assert.match(chinese.body.failed_detail_list[0].reasons[0], /缺少user_email/);
  });

  it('leaves out a user whose name is taken while the others are made', async () => {
    const other = await service.database.pool.connect();
    try {
      await other.query('begin');
      await other.query(
        `insert into desktop_users select (jsonb_populate_record(u, jsonb_build_object(
           'id', repeat('e', 32), 'user_name', 'Taken'))).* from desktop_users u where user_name = 'ann'`,
      );
      const sending = importing(['name,mail', 'taken,t@example.com', 'untaken,u@example.com']);
      await waitUntil(async () => {
        const { rowCount } = await service.database.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rowCount !== 0;
      }, 'to wait for the name');
      await other.query('commit');
      const answer = await sending;
      assert.deepEqual(
        answer.user_detail_list.map(({ user_name }: { user_name: string }) => user_name),
        ['untaken'],
      );
      assert.match(failuresOf(answer).join(), /^2,.*"taken" exists already/);
    } finally {
      other.release();
    }
  });

  it('is a template as it is downloaded, in either language', async () => {
    const template = async (query: string) => {
      const answer = await service.call('GET', `/users/desktop-users/template${query}`);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.headers.get('content-disposition'), 'attachment; filename="user-list.csv"');
      return answer.text.replace('\uFEFF', '').trim();
    };
    assert.equal(await template(''), 'Name,Email,Phone,Description,Expires,Alias');
    assert.equal(await template('?language=zh_CN'), '用户名,邮箱,手机号,描述,到期时间,别名');
    const { user_detail_list } = await importing([await template('?language=zh_CN'), 'gina,g@example.com']);
    assert.equal(user_detail_list[0].user_name, 'gina');
    const refused = await service.call('GET', '/users/desktop-users/template?os_type=Windows');
    assert.deepEqual([refused.status, refused.body.error_code], [409, 'DPL.0501']);
  });

  it('is refused as a whole where it is no table, or too much for a call', async () => {
    const { users } = (await service.call('GET', '/users')).body;
    const many = (count: number, cells: string) =>
      Array.from({ length: count }, (_, index) => `many-${index},${cells}`);
    for (const [rows, wrong] of [
      [['name,shoe size', 'x,5'], /unknown column "shoe size"/],
      [['name,user', 'x,y'], /column user_name twice/],
      [['email', 'x@example.com'], /no column user_name/],
      [['name'], /no rows/],
      [['name', '"x'], /no CSV/],
      [['name', 'a\u0000b'], /no text/],
      [['name,email', ...many(201, 'x@example.com')], /more than 200 users/],
      [['name,password', ...many(21, 'Secret-Word-77')], /more than 20 with a password/],
      [['name,email', ...many(1_001, 'x@example.com')], /1001 rows/],
      [['name,desktop_ip', 'x,10.0.0.1'], /unknown column "desktop_ip"/],
    ] as const) {
      const answer = await send(rows);
      assert.deepEqual([answer.status, answer.body.error_code], [400, 'WKS.0001'], answer.text);
      assert.match(answer.body.error_msg, wrong);
      assert.equal(answer.body.error_detail, 'body: file');
    }
    assert.equal((await service.call('GET', '/users')).body.users.length, users.length);
  });

  it('is refused where it is no form, or has no file', async () => {
    const form = new FormData();
    form.set('other', 'x');
    for (const body of ['{}', 'name\r\nx\r\n', { file: 'name' }]) {
      const answer = await service.call('POST', path, body);
      assert.deepEqual([answer.status, answer.body.error_code], [400, 'APIGW.0201'], answer.text);
    }
    const broken = await service.call('POST', path, '--x\r\nnothing', {
      'content-type': 'multipart/form-data; boundary=x',
    });
    assert.deepEqual([broken.status, broken.body.error_code], [400, 'APIGW.0201'], broken.text);
    const missing = await service.call('POST', path, form);
    assert.deepEqual([missing.status, missing.body.error_code], [400, 'WKS.0001'], missing.text);
    assert.match(missing.body.error_msg, /file/);
    form.append('file', 'name\r\nx');
    form.append('file', 'name\r\ny');
    assert.match((await service.call('POST', path, form)).body.error_msg, /twice/);
    const placed = await service.call('POST', `${path}?subnet_id=1`, userListForm(['name', 'x']));
    assert.deepEqual([placed.status, placed.body.error_code], [409, 'DPL.0501'], placed.text);
  });

  it('S4: makes nobody for a caller who may not import, or who is forbidden to create users', async () => {
    const users = await createPolicyUsers(service);
    const absolute = `/v2/${service.credentials.project_id}${path}`;
    const rows = userListForm(['name,mail', 'hans,h@example.com']);
    const allow = { Effect: 'Allow', Action: ['workspace:users:importUser'] };
    const none = await users.add('none', {
      identity: [{ Effect: 'Allow', Action: ['workspace:users:create'] }],
    });
    const denied = await users.add('denied', {
      identity: [allow, { Effect: 'Deny', Action: ['workspace:users:create'] }],
    });
    for (const [caller, action] of [
      [none, 'importUser'],
      [denied, 'create'],
    ] as const) {
      const answer = await caller.call('POST', absolute, rows);
      assert.deepEqual([answer.status, answer.body.error_code], [403, 'DPL.0403'], answer.text);
      assert.match(answer.body.error_msg, new RegExp(`workspace:users:${action}\\b`));
    }
    assert.equal(await userNamed('hans'), undefined);
    const importer = await users.add('importer', { identity: [allow] });
    const made = await importer.call('POST', absolute, rows);
    assert.equal(made.body.user_detail_list[0].user_name, 'hans', made.text);
  });

  it('S17: leaves on record who made whom, and nothing of what the file says', async () => {
    const { user_detail_list } = await importing(['name,mail', 'ida,ida@example.com', 'jan,jan@example.com']);
    const ids = user_detail_list.map(({ id }: { id: string }) => id);
    const found = await waitUntil(async () => {
      const { body } = await service.call(
        'GET',
        `//v3/${service.credentials.project_id}/traces?trace_name=importUserList&limit=1`,
      );
      return body.traces?.[0]?.resource_type === 'user' && body.traces;
    }, 'an audit event');
    const text = JSON.stringify(found);
    for (const id of ids) assert.match(text, new RegExp(id));
    assert.doesNotMatch(text, /ida@|jan@/);
  });

  it('L1: says that there would be too many users, and makes nobody', async () => {
    const { pool } = service.database;
    const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from desktop_users');
    const names = Array.from({ length: 200 }, (_, index) => `quota-${index},q@example.com`);
    const count = rows[0]?.count ?? 0;
    await fillUsers(29_900 - count);
    const answer = await send(['name,mail', ...names]);
    assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.4091'], answer.text);
    assert.equal(await userNamed('quota-0'), undefined);
  });

  /** Users without any use. */
  async function fillUsers(count: number): Promise<void> {
    // No statement is to take long on a busy machine.
    for (let first = 1; first <= count; first += 2_000)
      await service.database.pool.query(
        `insert into desktop_users select (jsonb_populate_record(u, jsonb_build_object(
           'id', md5(n::text), 'user_name', 'fill-' || n))).*
         from desktop_users u, generate_series($1::int, $2::int) n where u.user_name = 'ann'`,
        [first, Math.min(count, first + 1_999)],
      );
  }
});
