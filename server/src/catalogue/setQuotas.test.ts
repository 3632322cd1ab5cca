import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../testing/desktopCalls.js';
import { networkCallsOf } from '../testing/networkCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const call: TestService['call'] = (...request) => service.call(...request);
const project = () => service.credentials.project_id;
const set = (...resources: object[]): Promise<TestAnswer> =>
  call('PUT', `/installation/quotas/${project()}`, { resources });
const shown = async (type: string): Promise<[number, number]> => {
  const { resources } = (await call('GET', '/quotas')).body.quotas;
  const found = resources.find((each: { type: string }) => each.type === type);
  return [found.used, found.quota];
};
const statuses = (answers: readonly TestAnswer[]) =>
  answers.map(({ status }) => status).toSorted((one, other) => one - other);

let made = 0;
const newUser = () => {
  made += 1;
  return { user_name: `user-${made}`, user_email: `user-${made}@example.com` };
};

describe('quotas that are set for a project', () => {
  it('are shown where the usual ones were, and taken back with null', async () => {
    const answer = await set({ type: 'users', quota: 3 }, { type: 'cores', quota: 12 });
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(await shown('users'), [0, 3]);
    assert.deepEqual(await shown('cores'), [0, 12]);
    assert.deepEqual(await shown('Cores'), [0, 12]);
    await set({ type: 'cores', quota: null });
    assert.deepEqual(await shown('cores'), [0, 80_000]);
    const subject = await call('GET', `/installation/quotas/${project()}`);
    assert.deepEqual(subject.body, (await call('GET', '/quotas')).body);
  });

  it('are refused for what cannot be set, for a project that is not there, and from other accounts', async () => {
    assert.equal((await set({ type: 'deh', quota: 3 })).status, 400);
    assert.equal((await set({ type: 'users', quota: -1 })).status, 400);
    const missing = await call('PUT', `/installation/quotas/${'0'.repeat(32)}`, {
      resources: [{ type: 'users', quota: 3 }],
    });
    assert.deepEqual([missing.status, missing.body.error_code], [404, 'DPL.0404']);
  });

  it('hold for users however they are made at the same moment: alone, many at once, with desktops, by attaching', async () => {
    await set({ type: 'users', quota: 4 });
    const [free] = await createDesktops(service, {});
    assert.deepEqual(await shown('users'), [0, 4]);
    await Promise.all([
      ...Array.from({ length: 6 }, () => call('POST', '/users', newUser())),
      call('POST', '/users/batch-create', { users: [newUser(), newUser()] }),
      call('POST', '/desktops/attach', { desktops: [{ desktop_id: free, ...newUser() }] }),
      call('POST', '/desktops/attach', { desktops: [{ desktop_id: free, ...newUser() }] }),
    ]);
    assert.deepEqual(await shown('users'), [4, 4]);
    const beyond = await call('POST', '/users', newUser());
    assert.deepEqual([beyond.status, beyond.body.error_code], [409, 'DPL.4091']);
    assert.match(beyond.body.error_msg, /desktop users \(users\): 4 \+ 1 > 4/);
    const attached = await call('POST', '/desktops/attach', {
      desktops: [{ desktop_id: free, ...newUser() }],
    });
    assert.deepEqual([attached.status, attached.body.error_code], [409, 'DPL.4091']);
  });

  it('hold for desktops that are ordered at the same moment in different subnets', async () => {
    const { v1 } = networkCallsOf(service);
    const { vpc_id, subnet_ids } = (await call('GET', '/workspaces')).body;
    const { body } = await v1('GET', `vpcs/${vpc_id}`);
    assert.ok(body.vpc.cidr);
    const [used] = await shown('general_instances');
    await set({ type: 'general_instances', quota: used + 1 });
    const order = (index: number) =>
      call('POST', '/desktops', {
        desktop_type: 'DEDICATED',
        product_id: 'workspace.x86.small',
        image_type: 'gold',
        image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
        root_volume: { type: 'SAS', size: 80 },
        size: 1,
        desktop_name: `quota-${index}`,
        nics: [subnet_ids[index % subnet_ids.length]],
      });
    const answers = await Promise.all([0, 1, 2, 3].map(order));
    assert.deepEqual(statuses(answers), [200, 409, 409, 409]);
    assert.deepEqual(await shown('general_instances'), [used + 1, used + 1]);
    await set({ type: 'general_instances', quota: 0 });
    assert.deepEqual(await shown('general_instances'), [used + 1, 0]);
    assert.equal((await order(4)).status, 409);
  });
});
