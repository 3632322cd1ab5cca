import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { IamUserId } from '../../ids.js';
import { createIamFixture, type IamFixture, passwordRequest } from '../../testing/iamFixture.js';

let iam: IamFixture;
let id: IamUserId;
const password = 'correct horse 7';
before(async () => {
  iam = await createIamFixture();
  id = await iam.addUser('ada', password);
});
after(() => iam.close());

const elsewhere = '203.0.113.9';
const signIn = async (secret: string, remoteAddress = '127.0.0.1', name = 'ada') => {
  const payload = passwordRequest({ ...iam.credentials, user_name: name, password: secret });
  return iam.app.inject({ method: 'POST', url: '/v3/auth/tokens', remoteAddress, payload });
};
const fail = async (times: number, remoteAddress?: string, name?: string): Promise<void> => {
  for (let round = 0; round < times; round += 1) {
    assert.equal((await signIn('wrong', remoteAddress, name)).statusCode, 401);
  }
};
const minutes = (count: number): void => iam.advance(count * 60_000);

describe('five wrong passwords in fifteen minutes', () => {
  it('lock the user out for fifteen minutes, where they came from and nowhere else', async () => {
    await fail(4, elsewhere);
    assert.equal((await signIn(password, elsewhere)).statusCode, 201, 'a success ends the row');
    await fail(5, elsewhere);
    const locked = await signIn(password, elsewhere);
    assert.equal(locked.statusCode, 401, 'the right one is refused too');
    assert.equal(locked.body, (await signIn('wrong', elsewhere)).body);
    assert.equal((await signIn(password)).statusCode, 201, 'the user himself is not locked out');
    minutes(14);
    assert.equal((await signIn(password, elsewhere)).statusCode, 401);
    minutes(1.1);
    assert.equal((await signIn(password, elsewhere)).statusCode, 201);
  });

  it('are counted across his names and id, and by the half of an IPv6 address that is a network', async () => {
    const byId = (remoteAddress: string) => {
      const user = { id, password: 'wrong' };
      const auth = { identity: { methods: ['password'], password: { user } } };
      return iam.app.inject({ method: 'POST', url: '/v3/auth/tokens', remoteAddress, payload: { auth } });
    };
    await fail(3, '2001:db8::1');
    await byId('2001:db8:0:0:ffff::2');
    await byId('2001:db8::3');
    assert.equal((await signIn(password, '2001:db8::4')).statusCode, 401);
    assert.equal((await signIn(password, '2001:db8:0:1::4')).statusCode, 201);
  });

  it('are not what a disabled user does who knows his password', async () => {
    const source = '198.51.100.7';
    const enable = (enabled: boolean) =>
      iam.store.database.updateTable('iam_users').set({ enabled }).where('id', '=', id).execute();
    await enable(false);
    for (let round = 0; round < 6; round += 1) assert.equal((await signIn(password, source)).statusCode, 401);
    await enable(true);
    assert.equal((await signIn(password, source)).statusCode, 201);
  });

  it('spread over a longer time lock nobody', async () => {
    for (let round = 0; round < 8; round += 1) {
      await fail(1, '198.51.100.1');
      minutes(5);
    }
    assert.equal((await signIn(password, '198.51.100.1')).statusCode, 201);
  });

  it('of many tries at once let none in that comes late', async () => {
    const source = '198.51.100.2';
    await Promise.all(Array.from({ length: 12 }, () => signIn('wrong', source)));
    assert.equal((await signIn(password, source)).statusCode, 401);
    const { rows } = await iam.store.pool.query<{ failures: number }>(
      'select failures from login_failures where source = $1',
      [source],
    );
    assert.equal(rows.length, 1);
    assert.ok((rows[0]?.failures ?? 0) >= 12);
  });

  it('tell nothing about whether there is such a user', async () => {
    const source = '198.51.100.3';
    await fail(6, source, 'nobody');
    const nobody = await signIn('wrong', source, 'nobody');
    await fail(6, source);
    const somebody = await signIn('wrong', source);
    assert.deepEqual([nobody.statusCode, nobody.body], [somebody.statusCode, somebody.body]);
    const { rows } = await iam.store.pool.query<{ text: string }>(
      'select f::text as text from login_failures f',
    );
    // Within the digits of a hash "ada" says nothing.
    assert.equal(
      rows.some(({ text }) => /(?<![0-9a-f])ada(?![0-9a-f])|nobody|wrong/.test(text)),
      false,
      'no names, no passwords',
    );
  });

  it('also count when they are given as the old one to change the password', async () => {
    const source = '198.51.100.4';
    const token = String((await signIn(password, source)).headers['x-subject-token']);
    const change = (original_password: string) =>
      iam.app.inject({
        method: 'POST',
        url: `/v3/users/${id}/password`,
        remoteAddress: source,
        headers: { 'x-auth-token': token },
        payload: { user: { password: 'another horse 8', original_password } },
      });
    for (let round = 0; round < 5; round += 1) assert.equal((await change('wrong')).statusCode, 401);
    assert.equal((await change(password)).statusCode, 401);
    assert.equal((await signIn(password, source)).statusCode, 401);
    assert.equal((await signIn(password)).statusCode, 201);
  });

  it('are forgotten an hour later, and end with a new password', async () => {
    minutes(80);
    await fail(1, '198.51.100.5');
    await fail(1, '198.51.100.6');
    const { rows } = await iam.store.pool.query('select from login_failures where since < $1', [
      new Date(iam.ambient.now().getTime() - 3_600_000),
    ]);
    assert.equal(rows.length, 0);
    const source = '198.51.100.7';
    await fail(5, source);
    assert.equal((await signIn(password, source)).statusCode, 401);
    const changed = await iam.app.inject({
      method: 'PATCH',
      url: `/v3/users/${id}`,
      headers: { 'x-auth-token': await iam.token() },
      payload: { user: { password: 'another horse 8' } },
    });
    assert.equal(changed.statusCode, 200, changed.body);
    assert.equal((await signIn('another horse 8', source)).statusCode, 201);
  });
});
