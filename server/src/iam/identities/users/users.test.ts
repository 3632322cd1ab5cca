import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askToken, type Call, callAs, callAsRoot } from '../../../testing/identityCalls.js';
import { startTestService, type TestService } from '../../../testing/startTestService.js';
import { waitUntil } from '../../../testing/waitUntil.js';
import { accountQuotas } from '../quotas.js';

let service: TestService;
let root: Call;
let rootId: string;
before(async () => {
  service = await startTestService();
  root = callAsRoot(service);
  rootId = (await root('GET', `/v3/users?name=${service.credentials.user_name}`)).body.users[0].id;
});
after(() => service.remove());

const password = 'correct horse 7';
const addUser = async (name: string): Promise<string> => {
  const answer = await root('POST', '/v3/users', { user: { name, password } });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.user.id;
};
const namesIn = async (query: string): Promise<string[]> =>
  (await root('GET', `/v3/users${query}`)).body.users.map(({ name }: { name: string }) => name);

describe('users of an account', () => {
  it('are added, listed by name and state, shown, changed and deleted as Keystone has it', async () => {
    const { domain_id } = service.credentials;
    const made = await root('POST', '/v3/users', {
      user: { name: 'ada', password, domain_id, description: 'first', email: 'ada@example.com' },
    });
    assert.equal(made.status, 201, made.text);
    const { id, links, ...user } = made.body.user;
    assert.match(id, /^[0-9a-f]{32}$/);
    assert.equal(links.self, `${service.endpoint}/v3/users/${id}`);
    assert.deepEqual(user, {
      name: 'ada',
      domain_id,
      enabled: true,
      description: 'first',
      email: 'ada@example.com',
      access_mode: 'default',
      pwd_status: false,
      password_expires_at: null,
    });
    assert.deepEqual(await namesIn('?name=ada'), ['ada']);
    assert.deepEqual(await namesIn('?name=ada&enabled=false'), []);
    assert.deepEqual(await namesIn(`?domain_id=${'0'.repeat(32)}`), []);
    const changed = await root('PATCH', `/v3/users/${id}`, {
      user: { name: 'ada.l', description: '', enabled: false },
    });
    assert.equal(changed.status, 200, changed.text);
    assert.deepEqual(await namesIn('?enabled=false'), ['ada.l']);
    const shown = await root('GET', `/v3/users/${id}`);
    assert.deepEqual(shown.body, changed.body);
    assert.equal(JSON.stringify(shown.body).includes('argon2'), false);
    assert.equal((await root('DELETE', `/v3/users/${id}`)).status, 204);
    assert.equal((await root('GET', `/v3/users/${id}`)).status, 404);
    assert.equal((await root('DELETE', `/v3/users/${id}`)).status, 404);
  });

  it('are kept with all that the calls below OS-USER know', async () => {
    const { domain_id } = service.credentials;
    const fields = {
      name: 'ben',
      domain_id,
      password,
      email: 'ben@example.com',
      areacode: '0086',
      phone: '13500000000',
      access_mode: 'programmatic',
    };
    const made = await root('POST', '/v3.0/OS-USER/users', { user: fields });
    assert.equal(made.status, 201, made.text);
    const { user } = made.body;
    const { password: _secret, ...visible } = fields;
    for (const [key, value] of Object.entries(visible)) assert.equal(user[key], value, key);
    assert.equal(user.is_domain_owner, false);
    assert.match(user.create_time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.0$/);
    const path = `/v3.0/OS-USER/users/${user.id}`;
    assert.deepEqual((await root('GET', path)).body, made.body);
    const changed = await root('PUT', path, { user: { phone: '13600000000', access_mode: 'default' } });
    assert.equal(changed.body.user.phone, '13600000000');
    assert.equal(changed.body.user.areacode, '0086');
    const own = await callAs(service, { name: 'ben', password });
    assert.equal((await own('PUT', `${path}/info`, { user: { mobile: '0044-7700900000' } })).status, 204);
    const changedUser = (await own('GET', path)).body.user;
    assert.deepEqual([changedUser.areacode, changedUser.phone], ['0044', '7700900000']);
    assert.equal((await own('PUT', `/v3.0/OS-USER/users/${rootId}/info`, { user: {} })).status, 403);
  });

  it('are refused with what is wrong, and nothing is stored', async () => {
    const earlier = await namesIn('');
    const { domain_id } = service.credentials;
    const refused = async (fields: object, code: string): Promise<void> => {
      const answer = await root('POST', '/v3.0/OS-USER/users', {
        user: { name: 'new', domain_id, password, ...fields },
      });
      assert.deepEqual([answer.status, answer.body.error_code], [400, code], JSON.stringify(fields));
    };
    for (const name of ['', ' x', 'x ', 'a\u0001b', 'a\u202eb', 'x'.repeat(65), 'a/b']) {
      await refused({ name }, '1101');
    }
    for (const name of ['ADMIN', 'аdmin', 'ａｄｍｉｎ', 'admin']) await refused({ name }, '1109');
    await refused({ password: 'short1' }, '1103');
    await refused({ password: 'onlyletters' }, '1103');
    await refused({ password: 'password123' }, '1118');
    await refused({ password: 'new12345', name: 'new12345' }, '1118');
    for (const email of ['x', 'a@b@c', 'a b@c.de', 'a@b..c', `${'x'.repeat(65)}@b.c`]) {
      await refused({ email }, '1102');
    }
    await refused({ phone: '13500000000' }, '1106');
    await refused({ areacode: '0086', phone: 'one' }, '1104');
    await refused({ description: '<b>' }, '1117');
    const foreign = await root('POST', '/v3/users', {
      user: { name: 'new', password, domain_id: '0'.repeat(32) },
    });
    assert.equal(foreign.status, 404);
    assert.equal(foreign.body.error.title, 'Not Found');
    for (const body of [{}, { user: {} }, { user: { name: 1 } }, { user: [] }, 'x']) {
      assert.equal((await root('POST', '/v3/users', body)).status, 400);
    }
    assert.deepEqual(await namesIn(''), earlier);
  });

  it('are no more than the quota, also when many are added at once', async () => {
    const there = (await namesIn('')).length;
    const tries = accountQuotas.users - there + 5;
    const answers = [];
    for (let from = 0; from < tries; from += 10) {
      const some = Array.from({ length: Math.min(10, tries - from) }, (_, index) =>
        root('POST', '/v3.0/OS-USER/users', {
          user: { name: `q${from + index}`, domain_id: service.credentials.domain_id },
        }),
      );
      answers.push(...(await Promise.all(some)));
    }
    const refused = answers.filter(({ status }) => status !== 201);
    assert.deepEqual(new Set(refused.map(({ body }) => body.error_code)), new Set(['1115']));
    assert.equal(refused.length, 5);
    assert.equal((await namesIn('')).length, accountQuotas.users);
    await Promise.all(
      answers
        .filter(({ status }) => status === 201)
        .map(({ body }) => root('DELETE', `/v3/users/${body.user.id}`)),
    );
  });
});

describe('a user who is not root', () => {
  it('sees himself and changes his own password, and nothing else (S4)', async () => {
    const id = await addUser('carl');
    const carl = await callAs(service, { name: 'carl', password });
    assert.equal((await carl('GET', `/v3/users/${id}`)).body.user.name, 'carl');
    assert.equal((await carl('GET', `/v3/users/${id}/groups`)).status, 200);
    assert.equal((await carl('GET', `/v3/users/${id}/projects`)).body.projects.length, 1);
    const calls: [string, string, object?][] = [
      ['GET', '/v3/users'],
      ['GET', `/v3/users/${rootId}`],
      ['GET', `/v3/users/${'0'.repeat(32)}`],
      ['GET', `/v3/users/${rootId}/groups`],
      ['GET', `/v3/users/${rootId}/projects`],
      ['GET', `/v3.0/OS-USER/users/${rootId}`],
      ['POST', '/v3/users', { user: { name: 'x', password } }],
      ['PATCH', `/v3/users/${id}`, { user: { description: 'x' } }],
      ['PUT', `/v3.0/OS-USER/users/${id}`, { user: { description: 'x' } }],
      ['DELETE', `/v3/users/${id}`],
      ['POST', `/v3/users/${rootId}/password`, { user: { password: 'x', original_password: 'y' } }],
      ['GET', '/v3/domains'],
      ['POST', '/v3/domains', { domain: { name: 'x' } }],
      ['GET', '/v3/groups'],
      ['GET', '/v1.0/enterprise-projects'],
    ];
    for (const [method, path, body] of calls) {
      assert.equal((await carl(method, path, body)).status, 403, `${method} ${path}`);
    }
    const next = 'another horse 8';
    const change = (fields: object) => carl('POST', `/v3/users/${id}/password`, { user: fields });
    assert.equal((await change({ password: next, original_password: 'wrong' })).status, 401);
    assert.equal((await change({ password: 'short', original_password: password })).status, 400);
    assert.equal((await change({ password, original_password: password })).status, 400);
    assert.equal((await change({ password: next, original_password: password })).status, 204);
    assert.equal((await carl('POST', '/v3/users', {})).status, 401, 'his tokens have ended');
    assert.equal((await askToken(service, { name: 'carl', password })).status, 401);
    assert.equal((await askToken(service, { name: 'carl', password: next })).status, 201);
  });

  it('is refused at once when he is disabled, gets another password or is deleted', async () => {
    const ends: [string, object | undefined][] = [
      ['PATCH', { user: { enabled: false } }],
      ['PATCH', { user: { password: 'another horse 9' } }],
      ['DELETE', undefined],
    ];
    for (const [index, [method, body]] of ends.entries()) {
      const id = await addUser(`dan${index}`);
      const dan = await callAs(service, { name: `dan${index}`, password });
      assert.equal((await dan('GET', `/v3/users/${id}`)).status, 200);
      assert.ok((await root(method, `/v3/users/${id}`, body)).status < 300);
      // Whatever he asked for: he is not let in.
      assert.equal((await dan('DELETE', `/v3/users/${id}`)).status, 401);
      assert.equal((await dan('GET', `/v3/users/${id}`)).status, 401);
      const { rows } = await service.database.pool.query('select from tokens where user_id = $1', [id]);
      assert.equal(rows.length, 0);
    }
  });

  it('is refused by another replica: at once for what changes something, within a second for what reads', async () => {
    const other = await startTestService({ database: service.database });
    try {
      const id = await addUser('eve');
      const eve = await callAs(other, { name: 'eve', password });
      assert.equal((await eve('GET', `/v3/users/${id}`)).status, 200);
      await root('PATCH', `/v3/users/${id}`, { user: { enabled: false } });
      assert.equal((await eve('POST', '/v3/users', {})).status, 401);
      await waitUntil(
        async () => (await eve('GET', `/v3/users/${id}`)).status === 401,
        'a read through the other replica is refused',
      );
    } finally {
      await other.stop();
    }
  });
});

describe('the account administrator', () => {
  it('cannot be deleted, disabled or kept from signing in, and stays when someone tries', async () => {
    assert.equal((await root('DELETE', `/v3/users/${rootId}`)).status, 400);
    assert.equal((await root('PATCH', `/v3/users/${rootId}`, { user: { enabled: false } })).status, 400);
    for (const user of [{ enabled: false }, { access_mode: 'programmatic' }]) {
      const flat = await root('PUT', `/v3.0/OS-USER/users/${rootId}`, { user });
      assert.equal(flat.body.error_code, '1107', JSON.stringify(user));
    }
    assert.equal((await root('GET', `/v3.0/OS-USER/users/${rootId}`)).body.user.enabled, true);
    assert.equal((await root('GET', `/v3.0/OS-USER/users/${rootId}`)).body.user.is_domain_owner, true);
  });
});
