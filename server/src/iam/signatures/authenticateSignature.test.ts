import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { callerOf } from '../../http/request.js';
import { createIamFixture, type IamFixture } from '../../testing/iamFixture.js';
import { signRequest } from './signRequest.js';

let iam: IamFixture;
before(async () => {
  iam = await createIamFixture((app) => {
    const declaration = { operation: 'ShowLogHead', family: 'workspace' } as const;
    const schema = { response: { 200: Type.Object({ user: Type.String() }) } };
    const handler = async (request: Parameters<typeof callerOf>[0]) => ({ user: callerOf(request).userName });
    app.get('/probe', { config: { declaration }, schema }, handler);
    app.post('/probe', { config: { declaration }, schema }, handler);
  });
});
after(() => iam.close());

const from = (address: string) => ({
  send: (more: Partial<Parameters<typeof signRequest>[0]> = {}, extra: Record<string, string> = {}) => {
    const { access_key: accessKey, secret_key: secretKey } = iam.credentials;
    const url = new URL('http://localhost/probe');
    const method = 'POST' as const;
    const now = iam.ambient.now();
    const headers = signRequest({ method, url, accessKey, secretKey, now, signHost: false, ...more });
    const sent = { method, url: '/probe', headers: { ...headers, ...extra }, remoteAddress: address };
    return iam.app.inject(sent);
  },
});
const wrong = { secretKey: 'x'.repeat(40) };
const textOf = (answer: { body: string }): string => answer.body.replace(/"request_id":"\w+"/, '');

describe('signing in by signature', () => {
  it('is never refused for wrong signatures of others: six in a row are only told so, for five minutes', async () => {
    const [here, there] = [from('192.0.2.1'), from('192.0.2.2')];
    for (let time = 0; time < 5; time += 1) assert.equal((await here.send(wrong)).statusCode, 401);
    assert.equal((await here.send()).statusCode, 200, 'five are forgiven by a right one');
    for (let time = 0; time < 6; time += 1) {
      assert.match((await here.send(wrong)).body, /signature is wrong/);
    }
    const locked = await here.send(wrong);
    assert.equal(locked.statusCode, 401);
    assert.equal(locked.json().error_code, 'APIGW.0301');
    assert.match(locked.json().error_msg, /more than 5 wrong signatures/);
    const chinese = await here.send(wrong, { 'x-language': 'zh-cn' });
    assert.match(chinese.json().error_msg, /连续超过5次签名错误/);
    assert.match((await there.send(wrong)).body, /signature is wrong/, 'counted by address');
    assert.equal(
      (await here.send()).statusCode,
      200,
      'nobody can lock the owner out, also not from his own address',
    );
    assert.match((await here.send(wrong)).body, /signature is wrong/, 'a right one ends the row');
    for (let time = 0; time < 6; time += 1) await here.send(wrong);
    assert.match((await here.send(wrong)).body, /more than 5/);
    iam.advance(300_000);
    assert.match((await here.send(wrong)).body, /signature is wrong/);
  });

  it('tells an unknown key from a wrong signature in nothing, not even by the lock', async () => {
    const answers = async (more: object, address: string): Promise<string[]> => {
      const texts: string[] = [];
      for (let time = 0; time < 8; time += 1) texts.push(textOf(await from(address).send(more)));
      return texts;
    };
    const unknown = await answers({ accessKey: 'A'.repeat(20) }, '192.0.2.3');
    assert.deepEqual(unknown, await answers(wrong, '192.0.2.4'));
    assert.match(unknown[0] ?? '', /signature is wrong/);
    assert.match(unknown[7] ?? '', /more than 5 wrong signatures/);
  });

  it('writes nothing when it succeeds', async () => {
    const home = from('192.0.2.5');
    assert.equal((await home.send()).statusCode, 200);
    const written = async (): Promise<unknown> => {
      const { rows } = await iam.store.pool.query(
        `select (select array_agg(d.xmin::text || d::text) from domains d),
                (select array_agg(k.xmin::text || k::text) from access_keys k),
                (select array_agg(f.xmin::text || f::text) from signature_failures f)`,
      );
      return rows;
    };
    const first = await written();
    for (let time = 0; time < 20; time += 1) assert.equal((await home.send()).statusCode, 200);
    assert.deepEqual(await written(), first);
  });

  it('takes a permanent key with a security token for no key of ours', async () => {
    const answer = await from('192.0.2.6').send({}, { 'X-Security-Token': 'x' });
    assert.equal(answer.statusCode, 401);
    assert.match(answer.json().error_msg, /X-Security-Token/);
  });

  it('is refused on the next write after the key was opened with other grants or its user was shut out', async () => {
    const home = from('192.0.2.7');
    assert.equal((await home.send()).statusCode, 200);
    const { database } = iam.store;
    const toggle = (enabled: boolean) => database.updateTable('domains').set({ enabled }).execute();
    await toggle(false);
    assert.equal((await home.send()).statusCode, 401);
    await toggle(true);
    assert.equal((await home.send()).statusCode, 200);
  });

  it('takes the same signed request as often as the client resends it, also at once', async () => {
    const { access_key: accessKey, secret_key: secretKey } = iam.credentials;
    const url = new URL('http://localhost/probe');
    const now = iam.ambient.now();
    const headers = signRequest({ method: 'GET', url, accessKey, secretKey, now, signHost: false });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => iam.app.inject({ method: 'GET', url: '/probe', headers })),
    );
    assert.ok(answers.every(({ statusCode }) => statusCode === 200));
  });
});
