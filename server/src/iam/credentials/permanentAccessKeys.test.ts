import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId } from '../../ids.js';
import { byToken, type CredentialCalls, createCredentialCalls } from '../../testing/credentialCalls.js';
import type { IamFixture } from '../../testing/iamFixture.js';

let calls: CredentialCalls;
let iam: IamFixture;
before(async () => {
  calls = await createCredentialCalls();
  iam = calls.iam;
});
after(() => iam.close());

const path = '/v3.0/OS-CREDENTIAL/credentials';

describe('permanent access keys', () => {
  it('are made with a secret that is shown once, sign requests, are described, disabled and deleted', async () => {
    await iam.addUser('anna', 'password of anna');
    const token = byToken(await calls.tokenOf('anna'));
    const made = await calls.call('POST', path, token, { credential: { description: 'for CI' } });
    assert.equal(made.statusCode, 201, made.body);
    assert.equal(made.headers['cache-control'], 'no-store');
    const { credential } = made.json();
    const { secret, ...shown } = credential;
    assert.match(shown.access, /^[A-Z0-9]{20}$/);
    assert.match(secret, /^[A-Za-z0-9]{40}$/);
    assert.equal(shown.status, 'active');
    assert.equal(shown.description, 'for CI');
    const one = `${path}/${shown.access}`;
    assert.deepEqual((await calls.call('GET', one, token)).json(), { credential: shown });
    assert.deepEqual((await calls.call('GET', path, token)).json(), { credentials: [shown] });
    assert.deepEqual((await calls.probe(credential)).json(), { user: 'anna', kind: 'signature' });

    const off = await calls.call('PUT', one, token, {
      credential: { status: 'inactive', description: 'old' },
    });
    assert.deepEqual(off.json().credential, { ...shown, status: 'inactive', description: 'old' });
    assert.equal((await calls.probe(credential)).statusCode, 401, 'the next write is refused');
    await calls.call('PUT', one, token, { credential: { status: 'active' } });
    assert.equal((await calls.probe(credential)).statusCode, 200);
    assert.equal((await calls.call('DELETE', one, token)).statusCode, 204);
    assert.equal((await calls.probe(credential)).statusCode, 401);
    assert.deepEqual((await calls.call('GET', path, token)).json(), { credentials: [] });
  });

  it('are at most two for each user, also when several are asked for at once', async () => {
    await iam.addUser('bert', 'password of bert');
    const token = byToken(await calls.tokenOf('bert'));
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => calls.call('POST', path, token, { credential: {} })),
    );
    const statuses = answers.map((answer) => answer.statusCode).sort((a, b) => a - b);
    assert.deepEqual(statuses, [201, 201, 409, 409, 409, 409]);
    assert.equal(answers.find(({ statusCode }) => statusCode === 409)?.json().error_code, 'DPL.4091');
  });

  it('of others are the account’s matter alone, and those of another account do not exist (S16)', async () => {
    const carla = await iam.addUser('carla', 'password of carla');
    await iam.addUser('dirk', 'password of dirk');
    const root = byToken(await iam.token());
    const dirk = byToken(await calls.tokenOf('dirk'));
    const made = await calls.call('POST', path, root, { credential: { user_id: carla } });
    assert.equal(made.statusCode, 201, made.body);
    assert.equal(made.json().credential.user_id, carla);
    const { access } = made.json().credential;
    const list = `${path}?user_id=${carla}`;
    assert.equal((await calls.call('GET', list, root)).json().credentials[0].access, access);
    const refusals = [
      await calls.call('GET', `${path}/${access}`, dirk),
      await calls.call('PUT', `${path}/${access}`, dirk, { credential: { status: 'inactive' } }),
      await calls.call('DELETE', `${path}/${access}`, dirk),
      await calls.call('GET', list, dirk),
      await calls.call('POST', path, dirk, { credential: { user_id: carla } }),
    ];
    for (const refusal of refusals) assert.equal(refusal.statusCode, 403, refusal.body);
    assert.equal((await calls.call('DELETE', `${path}/NOSUCHKEY`, dirk)).body, refusals[2]?.body);

    const { database } = iam.store;
    const foreign = { domain: 'd'.repeat(32), user: 'e'.repeat(32) };
    await database
      .insertInto('domains')
      .values({ id: asId(foreign.domain), name: 'other' })
      .execute();
    await database
      .insertInto('iam_users')
      .values({
        id: asId(foreign.user),
        domain_id: asId(foreign.domain),
        name: 'x',
        password_hash: 'x',
        created_at: iam.ambient.now(),
      })
      .execute();
    await database
      .insertInto('access_keys')
      .values({
        access_key: 'FOREIGNKEY',
        user_id: asId(foreign.user),
        sealed_secret: Buffer.alloc(1),
        created_at: iam.ambient.now(),
      })
      .execute();
    for (const key of ['FOREIGNKEY', 'NOSUCHKEY']) {
      assert.equal((await calls.call('GET', `${path}/${key}`, root)).statusCode, 404);
      assert.equal((await calls.call('DELETE', `${path}/${key}`, root)).statusCode, 404);
    }
    assert.deepEqual((await calls.call('GET', `${path}?user_id=${foreign.user}`, root)).json(), {
      credentials: [],
    });
    const asked = await calls.call('POST', path, root, { credential: { user_id: foreign.user } });
    assert.equal(asked.statusCode, 404);
  });

  it('are never stored or logged in clear, and refuse hostile input', async () => {
    await iam.addUser('emil', 'password of emil');
    const token = byToken(await calls.tokenOf('emil'));
    for (const credential of [
      { description: 'a\u0000b' },
      { description: 'x'.repeat(256) },
      { user_id: '' },
      { user_id: 7 },
    ]) {
      assert.equal((await calls.call('POST', path, token, { credential })).statusCode, 400);
    }
    assert.equal((await calls.call('POST', path, token, {})).statusCode, 400);
    const { credential } = (await calls.call('POST', path, token, { credential: {} })).json();
    const { rows } = await iam.store.pool.query<{ row: string }>('select k::text as row from access_keys k');
    const stored = rows.map(({ row }) => row).join('\n');
    assert.equal(stored.includes(credential.secret), false);
    assert.equal(stored.includes(Buffer.from(credential.secret).toString('hex')), false);
  });
});
