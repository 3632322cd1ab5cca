import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { byToken, type CredentialCalls, createCredentialCalls } from '../../testing/credentialCalls.js';
import type { IamFixture } from '../../testing/iamFixture.js';

let calls: CredentialCalls;
let iam: IamFixture;
before(async () => {
  calls = await createCredentialCalls();
  iam = calls.iam;
});
after(() => iam.close());

const temporaryPath = '/v3.0/OS-CREDENTIAL/securitytokens';

describe('temporary access keys', () => {
  const request = (token: object = {}, policy?: object) => ({
    auth: { identity: { methods: ['token'], token, ...(policy === undefined ? {} : { policy }) } },
  });
  const ask = async (token: string, body: object = request()) => {
    const answer = await calls.call('POST', temporaryPath, byToken(token), body);
    assert.equal(answer.statusCode, 201, answer.body);
    return answer.json().credential;
  };

  it('are good with their security token only, for the time that was asked for', async () => {
    await iam.addUser('frida', 'password of frida');
    const token = await calls.tokenOf('frida');
    const key = await ask(token);
    const until = new Date(iam.ambient.now().getTime() + 900_000).toISOString();
    assert.equal(key.expires_at, until.replace('Z', '000Z'));
    assert.deepEqual((await calls.probe(key)).json(), { user: 'frida', kind: 'temporary' });
    const { securitytoken, ...bare } = key;
    assert.equal(
      (await calls.probe(bare, { 'X-Security-Token': securitytoken })).statusCode,
      200,
      'added after signing',
    );
    assert.equal((await calls.probe(bare)).statusCode, 401);
    assert.equal((await calls.probe(bare, { 'X-Security-Token': `${securitytoken}x` })).statusCode, 401);
    const longer = await ask(token, request({ duration_seconds: 1800 }));
    assert.equal((await calls.probe(bare, { 'X-Security-Token': longer.securitytoken })).statusCode, 401);
    iam.advance(900_000);
    const expired = await calls.probe(key);
    assert.equal(expired.statusCode, 401);
    assert.match(expired.json().error_msg, /temporary access key expired/);
    assert.equal((await calls.probe(longer)).statusCode, 200);
  });

  it('are given for a token in the body as well, as the official SDK sends it', async () => {
    const id = await iam.token();
    const answer = await calls.call('POST', temporaryPath, {}, request({ id, duration_seconds: 86_400 }));
    assert.equal(answer.statusCode, 201, answer.body);
    assert.equal((await calls.probe(answer.json().credential)).json().user, 'admin');
    const wrong = await calls.call('POST', temporaryPath, byToken(id), request({ id: `${id}x` }));
    assert.equal(wrong.statusCode, 401, 'a wrong one in the body is not made good by the header');
  });

  it('go when their token is revoked, when the user is disabled and when he goes', async () => {
    const gerd = await iam.addUser('gerd', 'password of gerd');
    const [first, second] = [await calls.tokenOf('gerd'), await calls.tokenOf('gerd')];
    const [one, two] = [await ask(first), await ask(second)];
    await calls.call('DELETE', '/v3/auth/tokens', { 'x-auth-token': second, 'x-subject-token': first });
    assert.equal((await calls.probe(one)).statusCode, 401);
    assert.equal((await calls.probe(two)).statusCode, 200);
    const { database } = iam.store;
    const toggle = (enabled: boolean) =>
      database.updateTable('iam_users').set({ enabled }).where('id', '=', gerd).execute();
    await toggle(false);
    assert.equal((await calls.probe(two)).statusCode, 401);
    await toggle(true);
    assert.equal((await calls.probe(two)).statusCode, 200);
    await database.deleteFrom('iam_users').where('id', '=', gerd).execute();
    assert.equal((await calls.probe(two)).statusCode, 401);
  });

  it('make no keys: neither permanent nor further temporary ones', async () => {
    await iam.addUser('hanna', 'password of hanna');
    const key = await ask(await calls.tokenOf('hanna'));
    const send = (url: string, body: object) => {
      const payload = JSON.stringify(body);
      const headers = calls.sign(key, 'POST', url, { 'content-type': 'application/json' }, payload);
      return iam.app.inject({ method: 'POST', url, headers, payload });
    };
    const permanent = await send('/v3.0/OS-CREDENTIAL/credentials', { credential: {} });
    assert.equal(permanent.statusCode, 403, permanent.body);
    const further = await send(temporaryPath, request());
    assert.equal(further.statusCode, 401, further.body);
  });

  it('carry the session policy that they were asked for with, which must be one', async () => {
    await iam.addUser('ida', 'password of ida');
    const token = await calls.tokenOf('ida');
    const statement = { Effect: 'Allow', Action: ['workspace:desktops:list'] };
    await ask(token, request({}, { Version: '5.0', Statement: [{ ...statement, Resource: ['*'] }] }));
    await ask(token, request({}, { Version: '1.1', Statement: [statement] }));
    for (const policy of [
      { Version: '6.0', Statement: [statement] },
      { Version: '5.0', Statement: [{ ...statement, Effect: 'allow' }] },
      { Version: '5.0' },
      {},
      { Version: '5.0', Statement: [{ ...statement, Action: ['x'.repeat(7_000)] }] },
    ]) {
      const refused = await calls.call('POST', temporaryPath, byToken(token), request({}, policy));
      assert.equal(refused.statusCode, 400, refused.body);
    }
  });

  it('are refused for other methods, durations and bodies with 400', async () => {
    const token = byToken(await iam.token());
    const identity = (more: object) => ({ auth: { identity: { methods: ['token'], ...more } } });
    for (const body of [
      identity({ methods: ['assume_role'], assume_role: { agency_name: 'a' } }),
      identity({ methods: ['password'] }),
      identity({ methods: [] }),
      identity({ token: { duration_seconds: 899 } }),
      identity({ token: { duration_seconds: 86_401 } }),
      identity({ token: { duration_seconds: '900' } }),
      identity({ policy: 'text' }),
      {},
    ]) {
      const refused = await calls.call('POST', temporaryPath, token, body);
      assert.equal(refused.statusCode, 400, refused.body);
      assert.ok(refused.json().error_code);
    }
    assert.match(
      (await calls.call('POST', temporaryPath, token, identity({ methods: ['assume_role'] }))).body,
      /assume_role is not supported/,
    );
    assert.equal((await calls.call('POST', temporaryPath, {}, identity({}))).statusCode, 401);
  });

  it('that are long past are thrown away', async () => {
    const key = await ask(await iam.token());
    iam.advance(49 * 3_600_000);
    await ask(await iam.token());
    const { rowCount } = await iam.store.pool.query('select from temporary_keys where access_key = $1', [
      key.access,
    ]);
    assert.equal(rowCount, 0);
  });
});
