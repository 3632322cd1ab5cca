import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createIamFixture, type IamFixture, passwordRequest } from '../../testing/iamFixture.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { renewRootCredentials } from '../rootAccount/renewRootCredentials.js';

let iam: IamFixture;
before(async () => {
  iam = await createIamFixture();
});
after(() => iam.close());

const ask = (payload: object) => iam.app.inject({ method: 'POST', url: '/v3/auth/tokens', payload });
const subject = (method: 'GET' | 'HEAD' | 'DELETE', authToken: string, subjectToken: string) =>
  iam.app.inject({
    method,
    url: '/v3/auth/tokens',
    headers: { 'x-auth-token': authToken, 'x-subject-token': subjectToken },
  });

describe('tokens afterwards', () => {
  it('are shown to their user and to the root of the account, and to nobody else', async () => {
    await iam.addUser('fred', 'password of fred');
    const fredAsks = passwordRequest({ ...iam.credentials, user_name: 'fred', password: 'password of fred' });
    const fred = String((await ask(fredAsks)).headers['x-subject-token']);
    const root = await iam.token();
    const own = await subject('GET', fred, fred);
    assert.equal(own.statusCode, 200, own.body);
    assert.equal(own.headers['x-subject-token'], fred);
    assert.equal(own.json().token.user.name, 'fred');
    assert.deepEqual(own.json().token.roles, []);
    assert.equal((await subject('HEAD', fred, fred)).statusCode, 200);
    assert.equal((await subject('GET', root, fred)).statusCode, 200);
    const foreign = await subject('GET', fred, root);
    const unknown = await subject('GET', fred, 'x');
    assert.equal(foreign.statusCode, 404);
    assert.equal(foreign.body, unknown.body);
    assert.equal(foreign.json().error.title, 'Not Found');
    assert.equal((await subject('DELETE', fred, root)).statusCode, 404);
    const missing = await iam.app.inject({ url: '/v3/auth/tokens', headers: { 'x-auth-token': fred } });
    assert.equal(missing.statusCode, 400);
  });

  it('end at once when revoked', async () => {
    const [kept, revoked] = [await iam.token(), await iam.token()];
    assert.equal((await subject('DELETE', kept, revoked)).statusCode, 204);
    assert.equal((await subject('GET', kept, revoked)).statusCode, 404);
    assert.equal((await subject('GET', revoked, kept)).statusCode, 401);
    assert.equal((await subject('GET', kept, kept)).statusCode, 200);
  });

  it('end when their user is disabled: at once for what changes something, within a second for what reads', async () => {
    const id = await iam.addUser('greta', 'password of greta');
    const request = passwordRequest({
      ...iam.credentials,
      user_name: 'greta',
      password: 'password of greta',
    });
    const token = String((await ask(request)).headers['x-subject-token']);
    assert.equal((await subject('GET', token, token)).statusCode, 200);
    await iam.store.database.updateTable('iam_users').set({ enabled: false }).where('id', '=', id).execute();
    assert.equal((await subject('DELETE', token, token)).statusCode, 401);
    await waitUntil(
      async () => (await subject('GET', token, token)).statusCode === 401,
      'a read with the token of a disabled user is refused',
    );
  });

  it('are never stored as they are', async () => {
    const token = await iam.token();
    const { rows } = await iam.store.pool.query<{ row: string }>('select t::text as row from tokens t');
    const stored = rows.map(({ row }) => row).join('\n');
    assert.equal(stored.includes(Buffer.from(token).toString('hex')), false);
    assert.equal(stored.includes(token), false);
  });

  it('expire after 24 hours and say so, and are forgotten a day later', async () => {
    const token = await iam.token();
    iam.advance(86_400_000 - 1);
    assert.equal((await subject('GET', token, token)).statusCode, 200);
    iam.advance(1);
    const expired = await subject('GET', token, token);
    assert.equal(expired.statusCode, 401);
    assert.match(expired.json().error.message, /must be updated/);
    iam.advance(86_400_001);
    for (let round = 0; round < 5; round += 1) await iam.token();
    const { rowCount } = await iam.store.pool.query('select from tokens where expires_at < $1', [
      new Date(iam.ambient.now().getTime() - 86_400_000),
    ]);
    assert.equal(rowCount, 0);
  });

  it('end when the root credentials are renewed', async () => {
    const token = await iam.token();
    const { store, ambient, passwords, dataKeys, region } = iam;
    const renewed = await renewRootCredentials({
      database: store.database,
      ambient,
      passwords,
      dataKeys,
      region,
    });
    assert.equal((await subject('DELETE', token, token)).statusCode, 401);
    assert.equal((await ask(passwordRequest(iam.credentials))).statusCode, 401);
    assert.equal((await ask(passwordRequest(renewed))).statusCode, 201);
  });
});
