import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Call, callAsRoot } from '../../testing/identityCalls.js';
import { callService, startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let root: Call;
before(async () => {
  service = await startTestService();
  root = callAsRoot(service);
});
after(() => service.remove());

const stored = async (): Promise<string> => {
  const { rows } = await service.database.pool.query<{ text: string }>(
    `select concat((select json_agg(u order by u.id) from iam_users u), (select count(*) from iam_groups),
       (select count(*) from tokens)) as text`,
  );
  const [row] = rows;
  assert.ok(row !== undefined && row.text.includes('admin'));
  return row.text;
};
const password = 'correct horse 7';

describe('hostile input', () => {
  it('in a body is refused with 4xx, and nothing is stored', async () => {
    const earlier = await stored();
    const bodies = [
      `{"user":{"name":"eve","name":"admin2","password":"${password}"}}`,
      `{"user":{"name":"eve","password":"${password}"},"user":{"name":"eve2","password":"${password}"}}`,
      `{"user":{"name":"eve","n\\u0061me":"eve2","password":"${password}"}}`,
      `{"user":{"name":"eve","password":"${password}","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}}`,
      `${'{"user":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
      '[',
      '{"user":',
      'null',
      '"user"',
      '{"user":{"name":"eve\\u0000","password":"correct horse 7"}}',
      '{"user":{"name":"eve\\ud800","password":"correct horse 7"}}',
      `{"user":{"name":"${'x'.repeat(2_000)}","password":"${password}"}}`,
      `{"user":{"name":"eve","password":"${'x1'.repeat(1_000)}"}}`,
      '{"user":{"__proto__":{"name":"eve"}}}',
      '{"user":{"name":["eve"]}}',
    ];
    for (const body of bodies) {
      const answer = await root('POST', '/v3/users', body);
      assert.equal(answer.status, 400, `${body.slice(0, 80)}: ${answer.text}`);
      assert.equal(answer.body.error.title, 'Bad Request');
    }
    const large = await root('POST', '/v3/users', `{"user":{"name":"${'x'.repeat(1_100_000)}"}}`);
    assert.equal(large.status, 413);
    assert.equal(await stored(), earlier);
  });

  it('in a body that is not UTF-8 is refused', async () => {
    const response = await fetch(`${service.endpoint}/v3/auth/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    assert.equal(response.status, 400);
  });

  it('as a token is refused with 4xx, however long it is', async () => {
    const call = (token: string, subject = token) =>
      callService(service.endpoint, 'GET', '/v3/auth/tokens', undefined, {
        'x-auth-token': token,
        'x-subject-token': subject,
      });
    for (const length of [1, 40_000, 40_001, 60_000]) {
      const answer = await call('x'.repeat(length), 'y');
      assert.equal(answer.status, 401, String(length));
    }
    const shown = await callService(service.endpoint, 'GET', '/v3/auth/tokens', undefined, {
      'x-auth-token': 'x',
      'x-subject-token': 'y'.repeat(40_001),
    });
    assert.equal(shown.status, 401);
    const owned = await service.call('GET', '//v3/auth/tokens', undefined, {
      'x-subject-token': 'y'.repeat(40_001),
    });
    assert.equal(owned.status, 404);
    for (const id of ['x'.repeat(40_001), '', 'x\u0000']) {
      const auth = { identity: { methods: ['token'], token: { id } } };
      const answer = await callService(service.endpoint, 'POST', '/v3/auth/tokens', { auth }, {});
      assert.ok([400, 401].includes(answer.status), answer.text);
    }
  });

  it('in a log-in is refused like any wrong name, or as malformed', async () => {
    const earlier = await stored();
    const ask = (user: object) =>
      callService(
        service.endpoint,
        'POST',
        '/v3/auth/tokens',
        { auth: { identity: { methods: ['password'], password: { user } } } },
        {},
      );
    const domain = { name: service.credentials.domain_name };
    for (const user of [
      { name: 'admin\u0000', domain, password },
      { name: 'admin', domain: { name: 'x\u0000' }, password },
      { name: '%', domain, password: '\u0000' },
      { name: 'x'.repeat(256), domain, password },
      { name: 'admin', domain, password: 'x'.repeat(513) },
      { name: 'admin', password },
      { id: ['x'], password },
      {},
    ]) {
      assert.equal((await ask(user)).status, 400, JSON.stringify(user).slice(0, 80));
    }
    for (const user of [
      { name: "' or 1=1 --", domain, password },
      { name: 'аdmin', domain, password: service.credentials.password },
      { name: 'ADMIN', domain, password: service.credentials.password },
      { name: 'admin', domain, password: `${service.credentials.password} ` },
      { id: "x' or '1'='1", password },
    ]) {
      assert.equal((await ask(user)).status, 401, JSON.stringify(user).slice(0, 80));
    }
    assert.equal(await stored(), earlier);
  });

  it('in a path or a query is refused or finds nothing', async () => {
    for (const path of ['/v3/users/%00', '/v3/users?name=%00', '/v3/groups/%0a', '/v3/users?enabled=1']) {
      assert.equal((await root('GET', path)).status, 400, path);
    }
    for (const path of ["/v3/users/'", '/v3/domains/%25', '/v1.0/enterprise-projects/0%20']) {
      assert.equal((await root('GET', path)).status, 404, path);
    }
  });
});
