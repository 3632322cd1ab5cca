import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId } from '../../ids.js';
import { createIamFixture, type IamFixture, passwordRequest } from '../../testing/iamFixture.js';

let iam: IamFixture;
before(async () => {
  iam = await createIamFixture();
});
after(() => iam.close());

const ask = (payload: object | string, query = '', contentType = 'application/json') =>
  iam.app.inject({
    method: 'POST',
    url: `/v3/auth/tokens${query}`,
    headers: { 'content-type': contentType },
    payload,
  });

describe('asking for a token', () => {
  it('gives one for the project, with user, roles, times and a catalog of this service', async () => {
    const { credentials, region, ambient } = iam;
    const response = await ask(passwordRequest(credentials, { project: { name: region } }));
    assert.equal(response.statusCode, 201);
    assert.match(String(response.headers['x-subject-token']), /^[\w-]{64}$/);
    assert.equal(response.headers['cache-control'], 'no-store');
    const domain = { id: credentials.domain_id, name: credentials.domain_name };
    const { catalog, ...token } = response.json().token;
    const now = ambient.now().toISOString();
    const tomorrow = new Date(ambient.now().getTime() + 86_400_000).toISOString();
    assert.deepEqual(token, {
      expires_at: tomorrow.replace('Z', '000Z'),
      issued_at: now.replace('Z', '000Z'),
      methods: ['password'],
      project: { id: credentials.project_id, name: region, domain },
      roles: [{ id: '0', name: 'te_admin' }],
      user: { id: iam.account.rootUserId, name: credentials.user_name, password_expires_at: '', domain },
    });
    const urls = new Map(
      catalog.map((entry: { type: string; endpoints: { url: string }[] }) => [
        entry.type,
        entry.endpoints[0]?.url,
      ]),
    );
    assert.equal(urls.get('iam'), 'http://localhost:80/v3.0');
    assert.equal(urls.get('workspace'), `http://localhost:80/v2/${credentials.project_id}`);
    for (const type of ['identity', 'vpc', 'ecs', 'ims', 'eps', 'sts']) assert.ok(urls.has(type), type);
  });

  it('understands every way of naming user and scope', async () => {
    const { credentials: c, account } = iam;
    const { password } = c;
    const identity = (user: object) => ({ methods: ['password'], password: { user: { ...user, password } } });
    const byName = identity({ name: c.user_name, domain: { name: c.domain_name } });
    const byDomainId = identity({ name: c.user_name, domain: { id: c.domain_id } });
    const byId = identity({ id: account.rootUserId });
    const cases: [object, object | string | null | undefined, 'project' | 'domain' | 'none'][] = [
      [byId, { project: { id: c.project_id } }, 'project'],
      [byDomainId, { project: { name: c.project_name, domain: { id: c.domain_id } } }, 'project'],
      [byName, { project: { name: c.project_name, domain: { name: c.domain_name } } }, 'project'],
      [byName, { project: { name: c.project_name }, domain: { name: c.domain_name } }, 'project'],
      [byName, { domain: { id: c.domain_id } }, 'domain'],
      [byName, { domain: { name: c.domain_name } }, 'domain'],
      [byName, undefined, 'domain'],
      [byName, null, 'domain'],
      [byName, {}, 'domain'],
      [byName, 'unscoped', 'none'],
      [byName, { unscoped: {} }, 'none'],
    ];
    for (const [who, scope, kind] of cases) {
      const response = await ask(
        { auth: { identity: who, ...(scope === undefined ? {} : { scope }) } },
        '?nocatalog=true',
      );
      assert.equal(response.statusCode, 201, response.body);
      const { token } = response.json();
      assert.deepEqual(token.catalog, []);
      assert.equal('project' in token, kind === 'project', JSON.stringify(scope));
      assert.equal('domain' in token, kind === 'domain', JSON.stringify(scope));
    }
  });

  it('gives one for a token, for another scope, not beyond the first one’s end', async () => {
    const first = await ask(passwordRequest(iam.credentials));
    const id = String(first.headers['x-subject-token']);
    iam.advance(3_600_000);
    const scope = { project: { name: iam.region } };
    const second = await ask({ auth: { identity: { methods: ['token'], token: { id } }, scope } });
    assert.equal(second.statusCode, 201, second.body);
    assert.equal(second.json().token.expires_at, first.json().token.expires_at);
    assert.deepEqual(second.json().token.methods, ['password', 'token']);
    assert.equal(second.json().token.project.id, iam.credentials.project_id);
    const bad = await ask({ auth: { identity: { methods: ['token'], token: { id: `${id}x` } }, scope } });
    assert.equal(bad.statusCode, 401);
  });

  it('tells an unknown user, an unknown account, a disabled user and a wrong password apart in nothing', async () => {
    const { credentials } = iam;
    const password = 'a good password';
    const userId = await iam.addUser('dora', password);
    await iam.store.database
      .updateTable('iam_users')
      .set({ enabled: false })
      .where('id', '=', userId)
      .execute();
    const answers = await Promise.all(
      [
        { ...credentials, password: 'wrong' },
        { ...credentials, user_name: 'nobody' },
        { ...credentials, domain_name: 'nowhere' },
        { ...credentials, user_name: 'dora', password },
      ].map((who) => ask(passwordRequest(who))),
    );
    for (const answer of answers) {
      assert.equal(answer.statusCode, 401);
      assert.equal(answer.body, answers[0]?.body);
      assert.equal(answer.headers['www-authenticate'], 'Keystone');
      assert.equal(answer.headers['x-subject-token'], undefined);
    }
    assert.deepEqual(answers[0]?.json(), {
      error: {
        code: 401,
        message: 'Incorrect IAM authentication information: the user name or password is wrong',
        title: 'Unauthorized',
      },
    });
  });

  it('refuses a scope that is missing, disabled or another account’s with one and the same answer (S16)', async () => {
    const { database } = iam.store;
    const foreignDomain = 'd'.repeat(32);
    await database
      .insertInto('domains')
      .values({ id: asId(foreignDomain), name: 'other' })
      .execute();
    await database
      .insertInto('projects')
      .values([
        { id: asId('e'.repeat(32)), domain_id: asId(foreignDomain), name: 'theirs' },
        { id: asId('f'.repeat(32)), domain_id: iam.account.domainId, name: 'closed', enabled: false },
      ])
      .execute();
    const bodies = new Set<string>();
    for (const scope of [
      { project: { id: 'e'.repeat(32) } },
      { project: { id: 'a'.repeat(32) } },
      { project: { name: 'theirs' } },
      { project: { name: 'theirs', domain: { name: 'other' } } },
      { project: { id: 'e'.repeat(32), domain: { id: foreignDomain } } },
      { project: { name: 'closed' } },
      { domain: { id: foreignDomain } },
      { domain: { name: 'no such' } },
    ]) {
      const response = await ask(passwordRequest(iam.credentials, scope));
      assert.equal(response.statusCode, 401, JSON.stringify(scope));
      bodies.add(response.body);
    }
    assert.equal(bodies.size, 1);
  });

  it('refuses malformed and hostile bodies with 400 in Keystone’s form and stores nothing', async () => {
    const { credentials: c } = iam;
    const identity = {
      methods: ['password'],
      password: { user: { name: c.user_name, password: c.password } },
    };
    const count = async () => (await iam.store.pool.query('select from tokens')).rowCount;
    const stored = await count();
    for (const body of [
      '',
      '{',
      '[]',
      '"auth"',
      'null',
      '{"auth":null}',
      '{"auth":{"identity":{"methods":[]}}}',
      { auth: { identity } },
      { auth: { identity: { methods: ['password'] } } },
      { auth: { identity: { methods: ['totp'], totp: {} } } },
      { auth: { identity: { ...identity, methods: ['password', 'token'] } } },
      { auth: { identity: { methods: ['token'] } } },
      { auth: { identity: { methods: ['token'], token: { id: 'x'.repeat(40_001) } } } },
      { auth: { identity: { methods: ['password'], password: { user: { name: 1, password: 'x' } } } } },
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'a\u0000b', domain: { name: 'd' }, password: 'x' } },
          },
        },
      },
      {
        auth: {
          identity: { methods: ['password'], password: { user: { id: 'a', password: 'x'.repeat(513) } } },
        },
      },
      passwordRequest(c, { project: {} }),
      passwordRequest(c, { project: { name: ['x'] } }),
      passwordRequest(c, { system: { all: true } }),
      passwordRequest(c, { project: 7 }),
      `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      '{"__proto__":{"auth":1}}',
      Buffer.from('{"auth":"\xff"}', 'latin1').toString('latin1'),
    ]) {
      const response = await ask(body);
      assert.equal(response.statusCode, 400, `${JSON.stringify(body).slice(0, 200)}: ${response.body}`);
      assert.equal(response.json().error.title, 'Bad Request');
    }
    assert.equal(await count(), stored);
    assert.equal((await ask('{}', '', 'text/plain')).statusCode, 415);
    const large = await ask(`"${'x'.repeat(1_100_000)}"`);
    assert.equal(large.statusCode, 413);
  });

  it('is safe against a password that is changed meanwhile', async () => {
    const id = await iam.addUser('erik', 'first');
    const newHash = await iam.passwords.hash('second');
    const client = await iam.store.pool.connect();
    try {
      await client.query('begin');
      await client.query('update iam_users set password_hash = $1 where id = $2', [newHash, id]);
      const login = ask(passwordRequest({ ...iam.credentials, user_name: 'erik', password: 'first' }));
      const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      const deadline = Date.now() + 180_000;
      while ((await iam.store.pool.query(waiting)).rowCount === 0) {
        assert.ok(Date.now() < deadline, 'the login did not wait for the change of the password');
      }
      await client.query('delete from tokens where user_id = $1', [id]);
      await client.query('commit');
      assert.equal((await login).statusCode, 401);
    } finally {
      client.release();
    }
  });
});
