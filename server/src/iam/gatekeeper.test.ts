import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { callerOf, projectOf } from '../http/request.js';
import { ProjectPath } from '../http/schemas/ids.js';
import { asId } from '../ids.js';
import { createIamFixture, type IamFixture, passwordRequest } from '../testing/iamFixture.js';
import { signRequest } from './signatures/signRequest.js';

let iam: IamFixture;
let address: URL;
before(async () => {
  iam = await createIamFixture((app) => {
    const anything = Type.Optional(Type.Unknown());
    const schema = {
      params: Type.Object(ProjectPath),
      querystring: Type.Object(
        Object.fromEntries(['a', 'user_name', 'desktop_id', 'status'].map((name) => [name, anything])),
      ),
      response: { 200: Type.Object({ user: Type.String(), project: Type.String() }) },
    };
    const declaration = { operation: 'ShowQuotas', family: 'workspace' } as const;
    const probe = app.route.bind(app);
    probe({
      method: ['GET', 'POST'],
      url: '/v2/:project_id/probe',
      config: { declaration },
      schema,
      handler: async (request) => ({ user: callerOf(request).userName, project: projectOf(request) }),
    });
  });
  address = new URL(await iam.app.listen({ host: '127.0.0.1', port: 0 }));
});
after(() => iam.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request over a real socket, with the bytes exactly as given. */
function send(url: URL, method: string, headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const sent = httpRequest(url, { method, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const probeUrl = (query = '', project: string = iam.credentials.project_id): URL =>
  new URL(`/v2/${project}/probe${query}`, address);

function signed(
  url: URL,
  method: string,
  more: Partial<Parameters<typeof signRequest>[0]> = {},
): Record<string, string> {
  const { access_key: accessKey, secret_key: secretKey } = iam.credentials;
  return signRequest({ method, url, accessKey, secretKey, now: iam.ambient.now(), ...more });
}

const at = (minutes: number): Date => new Date(iam.ambient.now().getTime() + minutes * 60_000);

function refusal(answer: Answer, code: string, text: RegExp): void {
  assert.equal(answer.status, 401, answer.body);
  const body = JSON.parse(answer.body);
  assert.equal(body.error_code, code);
  assert.match(body.error_msg, text);
  assert.equal(body.request_id, answer.headers['x-request-id']);
}

describe('signed requests over a socket', () => {
  it('are let in with the body {} on GET, as the Node SDK sends it', async () => {
    const url = probeUrl();
    const headers = { 'content-type': 'application/json', 'x-project-id': iam.credentials.project_id };
    const answer = await send(url, 'GET', signed(url, 'GET', { headers, body: '{}' }), '{}');
    assert.equal(answer.status, 200, answer.body);
    assert.deepEqual(JSON.parse(answer.body), { user: 'admin', project: iam.credentials.project_id });
    refusal(
      await send(url, 'GET', signed(url, 'GET', { headers, body: '{}' }), '{ }'),
      'APIGW.0301',
      /signature is wrong/,
    );
    refusal(
      await send(url, 'GET', signed(url, 'GET', { headers, body: '{}' })),
      'APIGW.0301',
      /signature is wrong/,
    );
  });

  it('are let in without the host signed, with repeated keys, UTF-8 and blanks, derived, and again', async () => {
    const url = probeUrl('?user_name=%E5%BC%A0+%E4%B8%89&desktop_id=b&desktop_id=a&status');
    const utf8 = Buffer.from('Ünïcode à', 'utf8').toString('latin1');
    for (const more of [
      { signHost: false },
      { headers: { 'user-agent': utf8 } },
      { derivedFor: { region: 'test-1', service: 'workspace' } },
    ]) {
      const headers = signed(url, 'GET', more);
      for (let repeat = 0; repeat < 2; repeat += 1) {
        const answer = await send(url, 'GET', headers);
        assert.equal(answer.status, 200, `${JSON.stringify(more)} ${answer.body}`);
      }
    }
  });

  it('are let in with a trailing slash in the path', async () => {
    const url = new URL(`/v2/${iam.credentials.project_id}/probe/`, address);
    assert.equal((await send(url, 'GET', signed(url, 'GET'))).status, 200);
  });

  it('are refused when anything signed differs', async () => {
    const url = probeUrl('?a=1');
    const headers = signed(url, 'POST', { headers: { 'content-type': 'application/json' }, body: '{"a":1}' });
    assert.equal((await send(url, 'POST', headers, '{"a":1}')).status, 200);
    refusal(await send(url, 'POST', headers, '{"a":2}'), 'APIGW.0301', /signature is wrong/);
    refusal(await send(probeUrl('?a=2'), 'POST', headers, '{"a":1}'), 'APIGW.0301', /signature is wrong/);
    refusal(await send(probeUrl('?a=1&a=1'), 'POST', headers, '{"a":1}'), 'APIGW.0301', /signature is wrong/);
    assert.equal((await send(url, 'POST', headers, '{"a":1}')).status, 200, 'which ends the row of failures');
    refusal(await send(url, 'GET', headers, '{"a":1}'), 'APIGW.0301', /signature is wrong/);
    const charset = { ...headers, 'content-type': 'application/json; charset=utf-8' };
    refusal(await send(url, 'POST', charset, '{"a":1}'), 'APIGW.0301', /signature is wrong/);
    const wrongSecret = signed(url, 'POST', { secretKey: 'x'.repeat(40) });
    refusal(await send(url, 'POST', wrongSecret), 'APIGW.0301', /signature is wrong/);
    assert.equal((await send(url, 'POST', headers, '{"a":1}')).status, 200);
  });

  it('are refused more than 15 minutes before or after our clock', async () => {
    const url = probeUrl();
    for (const minutes of [-14.9, 14.9]) {
      assert.equal((await send(url, 'GET', signed(url, 'GET', { now: at(minutes) }))).status, 200);
    }
    for (const minutes of [-15.1, 15.1, -1e6]) {
      const answer = await send(url, 'GET', signed(url, 'GET', { now: at(minutes) }));
      refusal(answer, 'APIGW.0301', /signature expired/);
    }
  });

  it('are refused with an unknown key, a foreign X-Project-Id, a security token or a garbled header', async () => {
    const url = probeUrl();
    const good = signed(url, 'GET');
    refusal(
      await send(url, 'GET', signed(url, 'GET', { accessKey: 'UNKNOWN' })),
      'APIGW.0301',
      /access key does not exist/,
    );
    refusal(
      await send(url, 'GET', { ...good, 'X-Project-Id': 'a'.repeat(32) }),
      'APIGW.0301',
      /X-Project-Id/,
    );
    refusal(await send(url, 'GET', { ...good, 'X-Security-Token': 'x' }), 'APIGW.0301', /X-Security-Token/);
    refusal(
      await send(url, 'GET', { ...good, Authorization: 'Bearer x' }),
      'APIGW.0301',
      /must be an SDK-HMAC-SHA256 signature/,
    );
    refusal(
      await send(url, 'GET', { Authorization: good['Authorization'] ?? '' }),
      'APIGW.0301',
      /X-Sdk-Date/,
    );
  });

  it('are refused on the next write when the key or its user is disabled (D12)', async () => {
    const { database } = iam.store;
    const url = probeUrl();
    const key = iam.credentials.access_key;
    await database.updateTable('access_keys').set({ enabled: false }).where('access_key', '=', key).execute();
    refusal(await send(url, 'POST', signed(url, 'POST')), 'APIGW.0301', /does not exist/);
    await database.updateTable('access_keys').set({ enabled: true }).where('access_key', '=', key).execute();
    await database.updateTable('iam_users').set({ enabled: false }).execute();
    refusal(await send(url, 'POST', signed(url, 'POST')), 'APIGW.0301', /does not exist/);
    await database.updateTable('iam_users').set({ enabled: true }).execute();
    assert.equal((await send(url, 'POST', signed(url, 'POST'))).status, 200);
  });
});

describe('the way into a project', () => {
  it('is closed without credentials, with a wrong and with an expired token', async () => {
    const url = probeUrl();
    refusal(await send(url, 'GET', {}), 'APIGW.0301', /X-Auth-Token or a request signature is required/);
    refusal(await send(url, 'GET', { 'X-Auth-Token': 'wrong' }), 'APIGW.0301', /token is not valid/);
    refusal(
      await send(url, 'GET', { 'X-Auth-Token': 'x'.repeat(12_000) }),
      'APIGW.0301',
      /token is not valid/,
    );
    const token = await iam.token();
    assert.equal((await send(url, 'GET', { 'X-Auth-Token': token })).status, 200);
    iam.advance(86_400_000);
    refusal(await send(url, 'GET', { 'X-Auth-Token': token }), 'APIGW.0307', /must be updated/);
  });

  it('is decided by the token when a signature is sent as well', async () => {
    const url = probeUrl();
    const answer = await send(url, 'GET', { ...signed(url, 'GET'), 'X-Auth-Token': 'wrong' });
    refusal(answer, 'APIGW.0301', /token is not valid/);
    const token = await iam.token();
    const both = { ...signed(url, 'GET', { secretKey: 'wrong' }), 'X-Auth-Token': token };
    assert.equal((await send(url, 'GET', both)).status, 200);
  });

  it('is closed for tokens of another scope', async () => {
    for (const scope of [undefined, { domain: { name: iam.credentials.domain_name } }, { unscoped: {} }]) {
      const asked = await iam.app.inject({
        method: 'POST',
        url: '/v3/auth/tokens',
        payload: passwordRequest(iam.credentials, scope),
      });
      const token = String(asked.headers['x-subject-token']);
      refusal(await send(probeUrl(), 'GET', { 'X-Auth-Token': token }), 'APIGW.0301', /not for a project/);
    }
  });

  it('looks the same for a foreign, a disabled and a missing project (S16)', async () => {
    const { database } = iam.store;
    await database
      .insertInto('domains')
      .values({ id: asId('d'.repeat(32)), name: 'other' })
      .execute();
    await database
      .insertInto('projects')
      .values([
        { id: asId('e'.repeat(32)), domain_id: asId('d'.repeat(32)), name: 'theirs' },
        { id: asId('f'.repeat(32)), domain_id: iam.account.domainId, name: 'closed', enabled: false },
        { id: asId('a'.repeat(32)), domain_id: iam.account.domainId, name: 'second' },
      ])
      .execute();
    const token = await iam.token();
    for (const headersFor of [(url: URL) => signed(url, 'GET'), () => ({ 'X-Auth-Token': token })]) {
      const bodies = new Set<string>();
      for (const project of ['e'.repeat(32), 'f'.repeat(32), 'b'.repeat(32), 'x%01y', "'"]) {
        const url = probeUrl('', project);
        const answer = await send(url, 'GET', headersFor(url));
        refusal(answer, 'APIGW.0301', /not good for the project/);
        bodies.add(answer.body.replace(/"request_id":"\w+"/, ''));
      }
      assert.equal(bodies.size, 1);
    }
    const second = probeUrl('', 'a'.repeat(32));
    assert.equal((await send(second, 'GET', signed(second, 'GET'))).status, 200);
    refusal(await send(second, 'GET', { 'X-Auth-Token': token }), 'APIGW.0301', /not good for the project/);
  });

  it('says so when the path names no project, as of clients that were told neither region nor project', async () => {
    const url = probeUrl('', '');
    assert.equal(url.pathname, '/v2//probe');
    const headers = { 'x-project-id': '' };
    refusal(
      await send(url, 'GET', signed(url, 'GET', { headers })),
      'APIGW.0301',
      /the path names no project: give the client its region and project ID/,
    );
    refusal(await send(url, 'GET', { 'X-Auth-Token': await iam.token() }), 'APIGW.0301', /names no project/);
  });

  it('is closed at once when the project of the token is disabled', async () => {
    const token = await iam.token();
    const toggle = (enabled: boolean) =>
      iam.store.database
        .updateTable('projects')
        .set({ enabled })
        .where('id', '=', iam.account.projectId)
        .execute();
    await toggle(false);
    refusal(await send(probeUrl(), 'GET', { 'X-Auth-Token': token }), 'APIGW.0301', /token is not valid/);
    await toggle(true);
    assert.equal((await send(probeUrl(), 'GET', { 'X-Auth-Token': token })).status, 200);
  });

  it('lets nobody but the account itself act there, before the body is read', async () => {
    await iam.addUser('hans', 'password of hans');
    const who = { ...iam.credentials, user_name: 'hans', password: 'password of hans' };
    const asked = await iam.app.inject({
      method: 'POST',
      url: '/v3/auth/tokens',
      payload: passwordRequest(who, { project: { id: iam.credentials.project_id } }),
    });
    assert.equal(asked.statusCode, 201);
    const headers = {
      'X-Auth-Token': String(asked.headers['x-subject-token']),
      'Content-Type': 'application/json',
    };
    const answer = await send(probeUrl(), 'POST', headers, '{broken');
    assert.equal(answer.status, 403);
    assert.equal(JSON.parse(answer.body).error_code, 'DPL.0403');
    assert.match(answer.body, /workspace:quotas:get/);
  });
});
