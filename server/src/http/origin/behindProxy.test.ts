import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { passwordRequest } from '../../testing/iamFixture.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { requestLimits } from '../limits/requestLimits.js';
import { parseAddressRange } from './trustedProxies.js';

const proxy = parseAddressRange('127.0.0.1') ?? assert.fail();
/** Also this machine, but no proxy of ours. */
const stranger = '127.0.0.2';
const publicUrl = 'https://desktops.example.com:8443';

let service: TestService;
let limited: TestService;
before(async () => {
  service = await startTestService({ edge: { trustedProxies: [proxy] } });
  limited = await startTestService({ edge: { trustedProxies: [proxy], limitRequests: true, publicUrl } });
});
after(() => Promise.all([service.remove(), limited.remove()]));

interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
  readonly body: any;
}

/** Sends from an address of this machine, which `fetch` cannot. */
function ask(
  { endpoint }: TestService,
  localAddress: string,
  [method, path]: readonly [string, string],
  headers: Record<string, string>,
  body?: object,
): Promise<Answer> {
  const { hostname, port } = new URL(endpoint);
  const text = body === undefined ? '' : JSON.stringify(body);
  const more =
    body === undefined ? {} : { 'content-type': 'application/json', 'content-length': text.length };
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, localAddress, method, path, headers: { ...headers, ...more } });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let received = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: response.headers['content-type']?.startsWith('application/json')
            ? JSON.parse(received)
            : received,
        }),
      );
    });
    sent.end(text);
  });
}

/** As a client at that address, through the proxy. */
const through = (forwardedFor: string): Record<string, string> => ({ 'x-forwarded-for': forwardedFor });

async function tokenOf(of: TestService, from: string): Promise<string> {
  const scope = { project: { id: of.credentials.project_id } };
  const body = passwordRequest(of.credentials, scope);
  const answer = await ask(of, '127.0.0.1', ['POST', '/v3/auth/tokens'], through(from), body);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return String(answer.headers['x-subject-token']);
}

describe('behind a trusted proxy the sender’s address is', () => {
  it('what policies go by, and nobody else can name one', async () => {
    const { domain_id, project_id } = service.credentials;
    const users = await createPolicyUsers(service);
    const near = { IpAddress: { 'g:SourceIp': ['192.0.2.0/24'] } };
    await users.add('near', {
      identity: [{ Effect: 'Allow', Action: ['workspace:desktops:list'], Condition: near }],
    });
    const credentials = { ...service.credentials, user_name: 'near', password: 'a password of tests 1' };
    const signedIn = await ask(
      service,
      '127.0.0.1',
      ['POST', '/v3/auth/tokens'],
      {},
      passwordRequest(credentials, { project: { id: project_id, domain: { id: domain_id } } }),
    );
    const token = String(signedIn.headers['x-subject-token']);
    const list = async (peer: string, headers: Record<string, string>) =>
      (await ask(service, peer, ['GET', `/v2/${project_id}/desktops`], { 'x-auth-token': token, ...headers }))
        .status;
    assert.equal(await list('127.0.0.1', through('192.0.2.5')), 200);
    assert.equal(await list('127.0.0.1', through('198.51.100.1')), 403);
    assert.equal(await list('127.0.0.1', through('192.0.2.5, 198.51.100.1')), 403, 'a claim of the sender');
    assert.equal(await list('127.0.0.1', { forwarded: 'for=192.0.2.5' }), 403);
    assert.equal(await list('127.0.0.1', { 'x-real-ip': '192.0.2.5' }), 403);
    assert.equal(await list(stranger, through('192.0.2.5')), 403, 'no proxy of ours');
  });

  it('what the lock after wrong passwords goes by', async () => {
    const wrong = passwordRequest({ ...service.credentials, password: 'wrong' });
    for (let time = 0; time < 5; time += 1)
      await ask(service, '127.0.0.1', ['POST', '/v3/auth/tokens'], through('192.0.2.66'), wrong);
    const right = passwordRequest(service.credentials);
    const signIn = async (from: string) =>
      (await ask(service, '127.0.0.1', ['POST', '/v3/auth/tokens'], through(from), right)).status;
    assert.equal(await signIn('192.0.2.66'), 401);
    assert.equal(await signIn('192.0.2.67'), 201);
  });

  it('what stands in traces, and the scheme what stands in links', async () => {
    const token = await tokenOf(service, '192.0.2.77');
    const headers = { 'x-auth-token': token, ...through('192.0.2.77'), 'x-forwarded-proto': 'https' };
    const named = { host: 'desk.example.com', ...headers };
    const group = { group: { name: 'traced' } };
    const made = await ask(service, '127.0.0.1', ['POST', '/v3/groups'], named, group);
    assert.equal(made.status, 201);
    assert.match(made.body.group.links.self, /^https:\/\/desk\.example\.com\/v3\/groups\//);
    const plain = await ask(service, stranger, ['GET', '/v3/groups'], named);
    assert.match(plain.body.links.self, /^http:\/\/desk\.example\.com\//, 'no proxy of ours');
    const path = `//v3/${service.credentials.project_id}/traces?limit=50&trace_type=system`;
    const { body } = await service.call('GET', path);
    const trace = body.traces.find((one: { trace_name: string }) => one.trace_name === 'createGroup');
    assert.equal(trace?.source_ip, '192.0.2.77');
  });

  it('what limits go by, and no number of wrong tokens and log-ins refuses a right one', async () => {
    const token = await tokenOf(limited, '192.0.2.1');
    const path = `/v2/${limited.credentials.project_id}/desktops`;
    const list = async (from: string, sent: string) =>
      (await ask(limited, '127.0.0.1', ['GET', path], { 'x-auth-token': sent, ...through(from) })).status;
    const bad = { auth: { identity: { methods: ['token'], token: { id: 'invented' } } } };
    const signIn = async (from: string, body: object) =>
      (await ask(limited, '127.0.0.1', ['POST', '/v3/auth/tokens'], through(from), body)).status;
    let refused = 0;
    for (; (await list('192.0.2.1', 'invented')) === 401; refused += 2)
      assert.equal(await signIn('192.0.2.1', bad), 401);
    assert.ok(refused >= requestLimits.refusals, String(refused));
    assert.equal(await list('192.0.2.1', 'invented'), 429);
    assert.equal(await signIn('192.0.2.1', bad), 429);
    assert.equal(await list('192.0.2.1', token), 200);
    assert.equal(await signIn('192.0.2.1', passwordRequest(limited.credentials)), 201);
    const temporaryKey = async (id: string) => {
      const body = { auth: { identity: { methods: ['token'], token: { id } } } };
      const route = ['POST', '/v3.0/OS-CREDENTIAL/securitytokens'] as const;
      return (await ask(limited, '127.0.0.1', route, through('192.0.2.1'), body)).status;
    };
    assert.equal(await temporaryKey('invented'), 429);
    assert.equal(await temporaryKey(token), 201);
    assert.equal(await list('192.0.2.2', 'invented'), 401, 'counted by address');
  });

  it('not that of this machine, to which alone metrics are open', async () => {
    assert.equal((await ask(service, '127.0.0.1', ['GET', '/metrics'], {})).status, 200);
    assert.equal((await ask(service, '127.0.0.1', ['GET', '/metrics'], through('127.0.0.1'))).status, 401);
  });
});

describe('a public URL', () => {
  it('is in every URL that is handed out', async () => {
    const token = await tokenOf(limited, '192.0.2.200');
    const headers = { 'x-auth-token': token, host: 'elsewhere.example.com', 'x-forwarded-proto': 'http' };
    const send = async (method: string, path: string, body?: object): Promise<Answer> => {
      const answer = await ask(
        limited,
        '127.0.0.1',
        [method, path],
        { ...headers, ...through('192.0.2.200') },
        body,
      );
      assert.ok(answer.status < 500, `${method} ${path}: ${answer.status}`);
      return answer;
    };
    const { domain_id, project_id } = limited.credentials;
    const user = (await send('POST', '/v3/users', { user: { name: 'linked', domain_id } })).body.user;
    const group = (await send('POST', '/v3/groups', { group: { name: 'linked' } })).body.group;
    await send('PUT', `/v3/groups/${group.id}/users/${user.id}`);
    const roles = (await send('GET', '/v3/roles')).body.roles;
    const ids: Record<string, string> = {
      project_id,
      domain_id,
      user_id: user.id,
      group_id: group.id,
      role_id: roles[0].id,
      id: project_id,
    };
    const openapi = (await send('GET', '/openapi.json')).body;
    assert.deepEqual(openapi.servers, [{ url: publicUrl }]);
    const found = new Map<string, string[]>();
    const keep = (where: string, answer: Answer): void => {
      const urls = JSON.stringify([answer.headers, answer.body]).match(/https?:\/\/[^\s"\\]+/g) ?? [];
      if (urls.length > 0) found.set(where, urls);
    };
    for (const [template, methods] of Object.entries<object>(openapi.paths)) {
      if (!('get' in methods) || template.endsWith('/events')) continue;
      const path = template.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'nothing');
      keep(`GET ${template}`, await send('GET', path));
    }
    keep(
      'POST token',
      await send(
        'POST',
        '/v3/auth/tokens',
        passwordRequest(limited.credentials, { project: { id: project_id } }),
      ),
    );
    keep('POST user', await send('POST', '/v3/users', { user: { name: 'second', domain_id } }));
    keep('POST project', await send('POST', '/v3/projects', { project: { name: 'second' } }));
    const strange = [...found].flatMap(([where, urls]) =>
      urls.filter((url) => new URL(url).origin !== publicUrl).map((url) => `${where}: ${url}`),
    );
    assert.deepEqual(strange, []);
    for (const where of [
      'GET /',
      'GET /v3',
      'GET /v3/auth/catalog',
      'GET /v3/users',
      'GET /v3/projects',
      'POST token',
    ])
      assert.ok(found.has(where), `no URL in ${where}: ${[...found.keys()].join(', ')}`);
  });
});
