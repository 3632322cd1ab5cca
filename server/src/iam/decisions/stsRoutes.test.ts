import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { type GrantService, startGrantService } from '../../testing/grantCalls.js';
import { attachIdentityPolicy } from '../../testing/policyCalls.js';
import type { TestAnswer } from '../../testing/startTestService.js';

let grants: GrantService;
let nobodyId: string;
before(async () => {
  grants = await startGrantService();
  const nobody = await grants.service.database.database
    .selectFrom('iam_users')
    .where('name', '=', 'nobody')
    .select('id')
    .executeTakeFirstOrThrow();
  nobodyId = nobody.id;
});
after(() => grants.service.remove());

const decodePath = '/v5/decode-authorization-message';
const decode = (message: unknown): Promise<TestAnswer> =>
  grants.call('POST', decodePath, { encoded_message: message });

/** Has somebody who may do nothing refused. */
async function refused(path: string, method = 'GET'): Promise<string> {
  const answer = await grants.callAsNobody(method, `/v2/${grants.projectId}${path}`);
  assert.equal(answer.status, 403, answer.text);
  assert.equal(typeof answer.body.encoded_authorization_message, 'string', answer.text);
  return answer.body.encoded_authorization_message;
}

describe('decoding an authorization message', () => {
  it('tells the account who was refused what, with which values, and that nothing allowed it (A7)', async () => {
    const [id] = await createDesktops(grants.service, { tags: [{ key: 'owner', value: 'bob' }] });
    const answer = await decode(await refused(`/desktops/${id}`, 'DELETE'));
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual(Object.keys(answer.body), ['decoded_message']);
    assert.ok(answer.body.decoded_message.startsWith('{"context":{"user_profile":{'));
    const told = JSON.parse(answer.body.decoded_message);
    assert.deepEqual(told.context.user_profile, {
      domain_id: grants.domainId,
      user_id: nobodyId,
      user_name: 'nobody',
      principal_urn: `iam::${grants.domainId}:user:nobody`,
    });
    assert.equal(told.context.action, 'workspace:desktops:delete');
    assert.equal(told.context.resource, `workspace:test-1:${grants.domainId}:desktop:${id}`);
    assert.equal(told.context.conditions['g:ResourceTag/owner'], 'bob');
    assert.equal(told.context.conditions['g:EnterpriseProjectId'], '0');
    assert.equal(told.deciding_statement, 'none allowed');
    assert.equal(told.failure, 'implicit deny by identity-based policy');
    assert.equal(Object.keys(told).at(-1), 'failure');
  });

  it('is for those of the account who have the right to it; to others it is refused with a message of its own', async () => {
    const message = await refused('/desktops');
    const without = await grants.callAsNobody('POST', decodePath, { encoded_message: message });
    assert.equal(without.status, 403);
    assert.equal(without.body.error_code, 'STS5.1003');
    assert.match(without.body.request_id, /^[0-9a-f]{32}$/);
    const own = await decode(without.body.encoded_authorization_message);
    assert.equal(JSON.parse(own.body.decoded_message).context.action, 'sts::decodeAuthorizationMessage');
    // One who may not do it is told nothing of whether the message is any good.
    const nonsense = await grants.callAsNobody('POST', decodePath, { encoded_message: 'nonsense' });
    assert.deepEqual([nonsense.status, nonsense.body.error_msg], [403, without.body.error_msg]);

    const policyId = await attachIdentityPolicy(grants, nobodyId, [
      { Sid: 'decode', Effect: 'Allow', Action: ['sts::decodeAuthorizationMessage'] },
    ]);
    const allowed = await grants.callAsNobody('POST', decodePath, { encoded_message: message });
    assert.equal(allowed.status, 200, allowed.text);
    const detach = await grants.call('POST', `/v5/policies/${policyId}/detach-user`, { user_id: nobodyId });
    assert.equal(detach.status, 200, detach.text);
    assert.equal((await grants.callAsNobody('POST', decodePath, { encoded_message: message })).status, 403);
  });

  it('refuses a foreign, a changed and an invented one in the same words', async () => {
    const message = await refused('/desktops');
    const changed = `${message.slice(0, 200)}${message[200] === 'A' ? 'B' : 'A'}${message.slice(201)}`;
    const answers = [
      await grants.callAsOther('POST', decodePath, { encoded_message: message }),
      await decode(changed),
      await decode(message.slice(0, -4)),
      await decode(`${message}AAAA`),
      await decode('x'),
      await decode(Buffer.alloc(2000, 1).toString('base64url')),
      await decode('\u0001云'),
    ];
    for (const answer of answers) {
      assert.equal(answer.status, 400, answer.text);
      assert.deepEqual(
        [answer.body.error_code, answer.body.error_msg],
        ['STS5.1002', answers[0]?.body.error_msg],
      );
      assert.equal(answer.body.encoded_authorization_message, undefined);
    }
  });

  it('refuses a body without a message of 1 to 10 240 characters', async () => {
    for (const body of [
      {},
      { encoded_message: '' },
      { encoded_message: 7 },
      { encoded_message: 'x'.repeat(10_241) },
      [],
    ]) {
      const answer = await grants.call('POST', decodePath, body);
      assert.deepEqual([answer.status, answer.body.error_code], [400, 'STS5.1001'], JSON.stringify(body));
      assert.ok(!answer.text.includes('xxxx'));
    }
  });
});

describe('keys of encrypted authorization messages', () => {
  const pathIn = (projectId: string): string => `/v2/${projectId}/authorization-message-keys`;

  it('are changed by the account that runs the service, and what older ones encrypted can still be decoded', async () => {
    const earlier = await refused('/desktops');
    const rotated = await grants.call('POST', pathIn(grants.projectId));
    assert.equal(rotated.status, 201, rotated.text);
    const lasts = Date.parse(rotated.body.older_expire_at) - Date.now();
    assert.ok(lasts > 23 * 3_600_000 && lasts < 25 * 3_600_000);
    const fresh = await refused('/desktops');
    assert.notEqual(earlier.slice(0, 20), fresh.slice(0, 20));
    for (const message of [earlier, fresh]) assert.equal((await decode(message)).status, 200);
    await grants.service.database.database
      .deleteFrom('authorization_message_keys')
      .where('retired_at', 'is not', null)
      .execute();
    assert.deepEqual(
      [(await decode(earlier)).body.error_code, (await decode(fresh)).status],
      ['STS5.1002', 200],
    );
  });

  it('are changed by nobody else, whatever policies say', async () => {
    assert.equal((await grants.callAsOther('POST', pathIn(grants.otherProjectId))).status, 403);
    assert.equal((await grants.callAsNobody('POST', pathIn(grants.projectId))).status, 403);
    await attachIdentityPolicy(grants, nobodyId, [{ Effect: 'Allow', Action: ['sts::*'] }]);
    const answer = await grants.callAsNobody('POST', pathIn(grants.projectId));
    assert.deepEqual([answer.status, answer.body.error_code], [403, 'DPL.0403']);
  });
});

describe('the caller’s identity', () => {
  it('is told to everybody who is signed in', async () => {
    assert.deepEqual((await grants.callAsNobody('GET', '/v5/caller-identity')).body, {
      account_id: grants.domainId,
      principal_urn: `iam::${grants.domainId}:user:nobody`,
      principal_id: nobodyId,
    });
  });
});
