import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readTestConfig } from '../testing/forkService.js';
import { createPolicyUsers } from '../testing/policyUsers.js';
import { callService, startTestService, type TestService } from '../testing/startTestService.js';
import { readAddress } from './callList.js';

const paths = ['/_deskplane/faults', '/_deskplane/calls', '/_deskplane', '/_deskplane/nothing'] as const;

describe('the control interface of a test double', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  it('is not there without its setting: its paths answer as any that is unknown', async () => {
    const plain = await startTestService({ control: false });
    try {
      const unknown = await plain.call('GET', '//there-is-nothing-here');
      for (const path of paths)
        for (const method of ['GET', 'POST', 'DELETE']) {
          const answer = await plain.call(method, `/${path}`, method === 'POST' ? {} : undefined);
          assert.deepEqual(
            [answer.status, answer.body.error_code, answer.body.error_msg, Object.keys(answer.body)],
            [404, 'APIGW.0101', unknown.body.error_msg, Object.keys(unknown.body)],
          );
        }
      const { body } = await plain.call('GET', '//openapi.json');
      assert.ok(!Object.keys(body.paths).some((path) => path.startsWith('/_deskplane')));
    } finally {
      await plain.remove();
    }
  });

  it('is not there for callers from elsewhere, whatever they know', async () => {
    for (const headers of [
      { 'x-forwarded-for': '192.0.2.1' },
      { via: '1.1 proxy' },
      { forwarded: 'for=192.0.2.1' },
    ]) {
      const answer = await service.call('GET', '//_deskplane/faults', undefined, headers);
      assert.deepEqual([answer.status, answer.body.error_code], [404, 'APIGW.0101']);
    }
    assert.equal((await service.call('GET', '//_deskplane/faults')).status, 200);
  });

  it('needs credentials, a policy that allows it, and JSON', async () => {
    const fault = { effect: 'cut', operation: 'ListDesktops' };
    const without = await callService(service.endpoint, 'POST', '/_deskplane/faults', fault, {});
    assert.equal(without.status, 401);
    const users = await createPolicyUsers(service);
    const reader = await users.add('reader', {
      identity: [{ Effect: 'Allow', Action: ['workspace:desktops:*'] }],
    });
    assert.equal((await reader.call('POST', '/_deskplane/faults', fault)).status, 403);
    const text = await service.call('POST', '//_deskplane/faults', JSON.stringify(fault), {
      'content-type': 'text/plain',
    });
    assert.deepEqual([text.status, text.body.error_code], [415, 'DPL.0415']);
    assert.deepEqual((await service.call('GET', '//_deskplane/faults')).body.faults, []);
  });

  it('needs the simulated engine to be asked for', () => {
    const read = (environment: Record<string, string>) => readTestConfig('/tmp/nowhere', environment);
    assert.throws(() => read({ DESKPLANE_ENGINE: 'local', DESKPLANE_SIMULATED_CONTROL: 'loopback' }));
    const { testControl } = read({ DESKPLANE_ENGINE: 'simulated', DESKPLANE_SIMULATED_CONTROL: 'loopback' });
    assert.equal(testControl, 'loopback');
    assert.equal(read({ DESKPLANE_ENGINE: 'simulated' }).testControl, 'off');
  });
});

describe('the list of calls', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  const list = async (query = '') => (await service.call('GET', `//_deskplane/calls${query}`)).body;

  it('has what was asked, by whom and with what answer, the oldest first, and starts anew when it is cleared', async () => {
    await service.call('GET', '/desktops/nothing');
    assert.equal((await service.call('DELETE', '//_deskplane/calls')).status, 204);
    assert.deepEqual(await list(), { calls: [], total_count: 0, forgotten_count: 0 });
    const first = await service.call('GET', '/desktops?limit=5&status=ACTIVE');
    await service.call('GET', '//there-is-nothing-here');
    await callService(service.endpoint, 'GET', '/v3/users', undefined, {});
    const { calls } = await list();
    assert.deepEqual(
      calls.map((call: Record<string, unknown>) => ({ ...call, asked_at: 'then', request_id: 'some' })),
      [
        {
          request_id: 'some',
          asked_at: 'then',
          method: 'GET',
          operation: 'ListDesktops',
          path: `/v2/${service.credentials.project_id}/desktops`,
          query: { limit: ['5'], status: ['ACTIVE'] },
          status: 200,
          user: service.credentials.user_name,
          fault_id: null,
        },
        {
          request_id: 'some',
          asked_at: 'then',
          method: 'GET',
          operation: null,
          path: '/there-is-nothing-here',
          query: {},
          status: 404,
          user: null,
          fault_id: null,
        },
        {
          request_id: 'some',
          asked_at: 'then',
          method: 'GET',
          operation: 'KeystoneListUsers',
          path: '/v3/users',
          query: {},
          status: 401,
          user: null,
          fault_id: null,
        },
      ],
    );
    assert.equal(calls[0].request_id, first.headers.get('x-request-id'));
    assert.equal((await list('?operation=ListDesktops')).total_count, 1);
    assert.equal((await list('?status=404')).calls[0].path, '/there-is-nothing-here');
    assert.equal((await list('?method=get&path=/v3/')).total_count, 1);
    assert.equal((await list('?limit=1&offset=2')).calls[0].operation, 'KeystoneListUsers');
  });

  it('refuses what no call can have, so that no test passes for a misspelt one', async () => {
    for (const [query, words] of [
      ['operation=DeleteDesktp', /operation is none that is on the list; did you mean DeleteDesktop\?/],
      ['operation=ListCalls', /operation is none/],
      ['operation=deletedesktop', /did you mean DeleteDesktop\?/],
      ['method=DELTE', /method must be one of GET, .*; did you mean DELETE\?/],
      ['user=nobody', /user is no IAM user/],
    ] as const) {
      const refused = await service.call('GET', `//_deskplane/calls?${query}`);
      assert.deepEqual([refused.status, refused.body.error_code], [400, 'WKS.0001'], query);
      assert.match(refused.body.error_msg, words);
      assert.equal(refused.body.error_detail, `query: ${query.split('=')[0]}`);
    }
    await service.call('DELETE', '/desktops/nothing');
    for (const method of ['delete', 'Delete', 'DELETE'])
      assert.equal((await list(`?method=${method}`)).total_count, 1, method);
    const user = encodeURIComponent(service.credentials.user_name);
    assert.equal((await list(`?user=${user}&operation=CreateDesktop`)).total_count, 0);
  });

  it('has what is refused before it is looked at: a word for an ID, a slash at the end', async () => {
    await service.call('DELETE', '//_deskplane/calls');
    const asked = ['/desktops/kiosk', '/desktops/', `/desktops/${'x'.repeat(100)}`];
    for (const path of asked) await service.call('DELETE', path);
    const { calls } = await list('?method=DELETE');
    assert.deepEqual(
      calls.map((call: { path: string }) => call.path),
      asked.map((path) => `/v2/${service.credentials.project_id}${path}`),
    );
  });

  it('has no secrets: no body, no header, and nothing of the query that may be one', async () => {
    await service.call('GET', '/desktops?token=verysecret&password=verysecret&X-Sdk-Signature=verysecret');
    await service.call('POST', '/users', {
      user_name: 'secretive',
      user_email: 'a@example.com',
      active_type: 'ADMIN_ACTIVATE',
      password: 'verysecret-Long-31',
    });
    const text = JSON.stringify(await list());
    assert.ok(!text.includes('verysecret') && !text.includes(service.token), text);
    assert.match(text, /"token":\["\*\*\*"\]/);
  });

  it('hides what is secret by its whole name too, and shows a key that is looked for', () => {
    const kept = (names: readonly string[]) =>
      readAddress(`/x?${names.map((name) => `${name}=verysecret`).join('&')}`).query.map(
        ([, value]) => value,
      );
    const hidden = [
      'sk',
      'SK',
      'code',
      'passcode',
      'totp',
      'otp',
      'OTP',
      'pin',
      'access_token',
      'client_secret',
    ];
    assert.deepEqual(
      kept(hidden),
      hidden.map(() => '***'),
    );
    const shown = ['key', 'error_code', 'task_type', 'opinion', 'zipcode'];
    assert.deepEqual(
      kept(shown),
      shown.map(() => 'verysecret'),
    );
  });

  it('keeps the newest 2000 and counts what it forgot', async () => {
    await service.call('DELETE', '//_deskplane/calls');
    const ask = () => callService(service.endpoint, 'GET', '/healthz', undefined, {});
    for (let round = 0; round < 41; round += 1) await Promise.all(Array.from({ length: 50 }, ask));
    const { total_count, forgotten_count } = await list('?limit=1');
    assert.deepEqual([total_count, forgotten_count], [2000, 50]);
  });
});
