import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService({ knowsAddress: true });
});
after(() => service.remove());

const create = (...users: object[]): Promise<TestAnswer> =>
  service.call('POST', '/users/batch-create', { users });
const named = (name: string, more: object = {}) => ({
  user_name: name,
  user_email: `${name}@example.com`,
  ...more,
});
const count = async (): Promise<number> => (await service.call('GET', '/users')).body.total_count;

describe('many users at once', () => {
  it('are made, invited and answered in the order of the call', async () => {
    const given = { active_type: 'ADMIN_ACTIVATE', password: 'Given-by-admin-1' };
    const answer = await create(named('zoe'), named('bob', given), named('Ann', { description: 'Lead' }));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(
      answer.body.users.map((each: { user_name: string; invited: boolean }) => [
        each.user_name,
        each.invited,
      ]),
      [
        ['zoe', true],
        ['bob', false],
        ['Ann', true],
      ],
    );
    const ann = answer.body.users[2].id;
    const { user_detail } = (await service.call('GET', `/users/${ann}`)).body;
    assert.deepEqual(
      [user_detail.user_name, user_detail.description, user_detail.password_state],
      ['Ann', 'Lead', 'invited'],
    );
    const { rows } = await service.database.pool.query(
      `select user_id from mails m join desktop_users u on u.invitation_mail_id = m.id and u.id = m.user_id`,
    );
    assert.equal(rows.length, 2, 'a mail for each who is invited');
  });

  it('are all made or none, and the first at fault is named', async () => {
    await create(named('there'));
    const before_ = await count();
    const faults: [object[], number, string][] = [
      [[named('new-1'), named('THERE')], 409, 'body: users.1.user_name'],
      [[named('new-1'), named('new-2'), named('NEW-1')], 400, 'body: users.2.user_name'],
      [[named('new-1'), { user_name: 'unreachable' }], 400, 'body: users.1.user_email'],
      [[named('new-1', { account_expires: 'soon' })], 400, 'body: users.0.account_expires'],
      [[named('new-1', { active_type: 'ADMIN_ACTIVATE' })], 400, 'body: users.0.password'],
    ];
    for (const [users, status, detail] of faults) {
      const answer = await create(...users);
      assert.deepEqual([answer.status, answer.body.error_detail], [status, detail], answer.text);
      assert.equal(await count(), before_);
    }
    assert.match((await create(named('new-1'), named('THERE'))).body.error_msg, /"THERE" exists already/);
    assert.equal((await create(named('x y'))).status, 400);
    assert.equal((await create()).status, 400);
  });

  it('join groups, and none is made for a group that is not there', async () => {
    const { id } = (await service.call('POST', '/groups', { group_name: 'g', platform_type: 'LOCAL' })).body;
    assert.equal(
      (await create(named('in-1', { group_ids: [id] }), named('in-2', { group_ids: [id] }))).status,
      200,
    );
    const { users } = (await service.call('GET', `/groups/${id}/users`)).body;
    assert.deepEqual(
      users.map((each: { user_name: string }) => each.user_name),
      ['in-1', 'in-2'],
    );
    const refused = await create(named('in-3'), named('in-4', { group_ids: ['0'.repeat(32)] }));
    assert.deepEqual([refused.status, refused.body.error_code], [400, 'WKS.00170208']);
    assert.deepEqual((await service.call('GET', '/users?user_name=in-3')).body.users, []);
  });

  it('are at most two hundred, of whom two calls at the same time make each once', async () => {
    const many = Array.from({ length: 200 }, (_, index) => named(`many-${index}`));
    assert.equal((await create(...many, named('one-more'))).status, 400);
    const answers = await Promise.all([create(...many), create(...many.toReversed())]);
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((one, other) => one - other),
      [200, 409],
    );
    assert.equal(
      (await service.call('GET', '/users?user_names=many-0&user_names=many-199')).body.total_count,
      2,
    );
  });
});
