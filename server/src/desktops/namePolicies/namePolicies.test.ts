import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, readSubJobs, showUntilGone, simulatedLinux } from '../../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const path = '/desktop-name-policies';
const call: TestService['call'] = (...request) => service.call(...request);
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];
const plain = { digit_number: 2, start_number: 1, single_domain_user_inc: 0 };

async function policy(policy_name: string, name_prefix: string, further: object = {}): Promise<string> {
  const answer = await call('POST', path, { ...plain, policy_name, name_prefix, ...further });
  assert.equal(answer.status, 200, answer.text);
  return answer.body.policy_id;
}
const listed = async (query = '') => (await call('GET', `${path}${query}`)).body;
const end = (...policy_ids: string[]): Promise<TestAnswer> =>
  call('POST', `${path}/batch-delete`, { policy_ids });
const order = (further: object): Promise<TestAnswer> =>
  call('POST', '/desktops', {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.small',
    image_id: simulatedLinux,
    root_volume: { type: 'SAS', size: 80 },
    email_notification: false,
    ...further,
  });
/** The names of the desktops of an order, in its order. */
async function names(answer: TestAnswer): Promise<string[]> {
  assert.equal(answer.status, 200, answer.text);
  const jobs = await readSubJobs(service, answer.body.job_id);
  return Promise.all(
    jobs.map(
      async ({ entities }) =>
        (await call('GET', `/desktops/${entities.desktop_id}`)).body.desktop.computer_name,
    ),
  );
}

describe('policies for the names of desktops', () => {
  it('are made, listed, changed and deleted', async () => {
    const id = await policy('按用户', 'abc$DomainUser$12', {
      single_domain_user_inc: 1,
      prefix_truncation_enabled: true,
    });
    const expected = {
      policy_id: id,
      policy_name: '按用户',
      name_prefix: 'abc$DomainUser$12',
      digit_number: 2,
      start_number: 1,
      single_domain_user_inc: 1,
      is_default_policy: false,
      is_contain_user: true,
      prefix_truncation_enabled: true,
    };
    assert.deepEqual(await listed(), { total_count: 1, desktop_name_policy_infos: [expected] });
    const other = await policy('Other', 'oth');
    const found = async (query: string): Promise<string[]> =>
      (await listed(query)).desktop_name_policy_infos.map((each: { policy_id: string }) => each.policy_id);
    assert.deepEqual(await found('?is_contain_user=true'), [id]);
    assert.deepEqual(await found('?is_contain_user=false'), [other]);
    assert.deepEqual(await found('?policy_name=OTH'), [other]);
    assert.deepEqual(await found(`?policy_id=${id}`), [id]);
    assert.deepEqual(await found('?offset=1&limit=1'), [id]);
    const changes = { policy_name: 'Another', name_prefix: 'x', digit_number: 3, start_number: 5 };
    const rest = { single_domain_user_inc: 0, is_default_policy: true, prefix_truncation_enabled: false };
    assert.equal((await call('PUT', `${path}/${id}`, { ...changes, ...rest })).status, 204);
    const [changed] = (await listed(`?policy_id=${id}`)).desktop_name_policy_infos;
    assert.deepEqual(changed, { policy_id: id, ...changes, ...rest, is_contain_user: false });
    assert.equal((await call('PUT', `${path}/${id}`, { is_default_policy: false })).status, 204);
    assert.deepEqual(said(await end(id, '0'.repeat(32))), [404, 'DPL.0404'], 'all or none');
    assert.equal((await listed()).total_count, 2);
    assert.equal((await end(id, other)).status, 204);
    assert.equal((await listed()).total_count, 0);
  });

  it('are refused where they could name nothing, and where their name is taken', async () => {
    const id = await policy('Once', 'once');
    const create = (further: object) =>
      call('POST', path, { ...plain, policy_name: 'new', name_prefix: 'new', ...further });
    assert.deepEqual(said(await create({ policy_name: 'ONCE' })), [409, 'DPL.0409']);
    assert.match((await create({ start_number: 100 })).text, /start_number must be at most 99/);
    assert.match((await create({ name_prefix: 'fourteen-chars' })).text, /name_prefix is too long/);
    for (const unfit of [{ name_prefix: '-x' }, { name_prefix: 'a b' }, { policy_name: '1a' }])
      assert.deepEqual(said(await create(unfit)), [400, 'WKS.0001'], JSON.stringify(unfit));
    assert.match((await call('PUT', `${path}/${id}`, { start_number: 100 })).text, /at most 99/);
    const [kept] = (await listed(`?policy_id=${id}`)).desktop_name_policy_infos;
    assert.equal(kept.start_number, 1, 'what is refused changes nothing');
    assert.deepEqual(said(await call('PUT', `${path}/${'0'.repeat(32)}`, {})), [404, 'DPL.0404']);
    await end(id);
  });

  it('name the desktops of an order that have no name of their own', async () => {
    const id = await policy('Lab', 'lab', { start_number: 7 });
    const by = { desktop_name_policy_id: id };
    assert.deepEqual(await names(await order({ ...by, size: 2 })), ['lab07', 'lab08']);
    const mixed = [{ user_name: 'una' }, { computer_name: 'own' }, { user_name: 'dana' }];
    assert.deepEqual(await names(await order({ ...by, desktops: mixed })), ['lab09', 'own', 'lab10']);
    assert.match((await order({ ...by, size: 2, desktop_name: 'x' })).text, /desktop_name must be left out/);
    const prefixed = [{ user_name: 'una', desktop_name_prefix: 'x' }];
    assert.match((await order({ ...by, desktops: prefixed })).text, /desktop_name_prefix must be left out/);
    const missing = { desktop_name_policy_id: '0'.repeat(32), size: 1 };
    assert.match((await order(missing)).text, /desktop_name_policy_id must name an existing/);
    assert.equal((await end(id)).status, 204);
    assert.equal((await order({ ...by, size: 1 })).status, 400, 'it is gone');
  });

  it('name after users, and refuse a desktop that is nobody’s', async () => {
    const id = await policy('Users', '$DomainUser$-', { single_domain_user_inc: 1 });
    const by = { desktop_name_policy_id: id };
    const desktops = [{ user_name: 'ida' }, { user_name: 'jo' }, { user_name: 'ida' }];
    assert.deepEqual(await names(await order({ ...by, desktops })), ['ida-01', 'jo-01', 'ida-02']);
    assert.match((await order({ ...by, size: 1 })).text, /names desktops after their users/);
    const long = [{ user_name: 'maximilian-muster' }];
    assert.match((await order({ ...by, desktops: long })).text, /more than 15 characters/);
    assert.equal((await call('PUT', `${path}/${id}`, { prefix_truncation_enabled: true })).status, 204);
    assert.deepEqual(await names(await order({ ...by, desktops: long })), ['maximilian-mu01']);
  });

  it('give a number again once its desktop is gone, and say when none is left', async () => {
    const id = await policy('Few', 'few', { digit_number: 1, start_number: 8 });
    const by = { desktop_name_policy_id: id, size: 1 };
    const [first] = await createDesktops(service, { ...by, desktop_name: '' });
    assert.deepEqual(await names(await order(by)), ['few9']);
    const full = await order(by);
    assert.deepEqual(said(full), [409, 'DPL.0409']);
    assert.match(full.text, /no number left: 8 to 9/);
    await call('DELETE', `/desktops/${first}?is_force_delete=true`);
    await showUntilGone(service, first);
    assert.deepEqual(await names(await order(by)), ['few8']);
  });

  it('number each desktop once under orders at the same moment, and leave no number out', async () => {
    const id = await policy('Many', 'many$DomainUser$', { prefix_truncation_enabled: true });
    const users = ['ka', 'kb', 'kc', 'kd', 'ke', 'kf'];
    for (const user_name of users)
      await call('POST', '/users', { user_name, user_email: `${user_name}@example.org` });
    const orders = await Promise.all(
      users.map((user_name) =>
        order({ desktop_name_policy_id: id, desktops: [{ user_name }, { user_name }] }),
      ),
    );
    const made = (await Promise.all(orders.map(names))).flat();
    const numbers = made.map((name) => Number(name.slice(-2))).toSorted((one, other) => one - other);
    assert.deepEqual(
      numbers,
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
  });

  it('of which one is the default name what nothing is said of', async () => {
    const first = await policy('One', 'one', { is_default_policy: true });
    const second = await policy('Two', '$DomainUser$x', { is_default_policy: true });
    const defaults = (await listed()).desktop_name_policy_infos.filter(
      (each: { is_default_policy: boolean }) => each.is_default_policy,
    );
    assert.deepEqual(
      defaults.map((each: { policy_id: string }) => each.policy_id),
      [second],
      'the later one',
    );
    const desktops = [
      { user_name: 'wim' },
      { user_name: 'wim', desktop_name_prefix: 'pre' },
      { computer_name: 'named' },
    ];
    assert.deepEqual(await names(await order({ desktops })), ['wimx01', 'pre01', 'named']);
    assert.deepEqual(await names(await order({ size: 1 })), ['desktop01'], 'nobody’s has no name by it');
    await call('PUT', `${path}/${first}`, { is_default_policy: true });
    assert.deepEqual(await names(await order({ size: 1 })), ['one01']);
    await end(first, second);
  });
});
