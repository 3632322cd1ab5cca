import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let users: PolicyUsers;
let base: string;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  base = `/v2/${service.credentials.project_id}`;
});
after(() => service.remove());

const everything = { Effect: 'Allow', Action: ['*'] };

describe('what cannot be decided is refused', () => {
  for (const [name, document] of Object.entries({
    'text that is no JSON': '{"Version": "5.0", ',
    'an unknown operator': JSON.stringify({
      Version: '5.0',
      Statement: [{ ...everything, Condition: { StringSounds: { 'g:UserName': ['anna'] } } }],
    }),
    'another grammar': JSON.stringify({ Version: '1.1', Statement: [everything] }),
  }))
    it(`a stored policy that is ${name} denies, although another allows everything`, async () => {
      const short = name.replaceAll(' ', '-');
      const who = await users.add(`broken-${short}`, { identity: [everything] });
      const other = await users.root('POST', '/v5/policies', {
        policy_name: `whole-${short}`,
        policy_document: JSON.stringify({ Version: '5.0', Statement: [everything] }),
      });
      const id = other.body.policy.policy_id;
      await users.root('POST', `/v5/policies/${id}/attach-user`, { user_id: who.id });
      assert.equal((await who.call('GET', `${base}/quotas`)).status, 200);
      // Nothing of the service writes such a document: this is a damaged database.
      const { pool } = service.database;
      await pool.query(`update iam_policy_versions set document = $2 where policy_id = $1`, [id, document]);
      await pool.query(`update domains set iam_revision = iam_revision + 1`);
      const answer = await who.call('DELETE', `${base}/desktops/00000000-0000-4000-8000-000000000000`);
      assert.equal(answer.status, 403, answer.text);
      assert.equal((await who.call('PUT', `${base}/workspaces`, {})).status, 403);
    });

  it('is 503 while rights cannot be read', async () => {
    const who = await users.add('unread', { identity: [everything] });
    const { pool } = service.database;
    await pool.query('alter table iam_grants rename to iam_grants_away');
    try {
      await pool.query(`update domains set iam_revision = iam_revision + 1`);
      const answer = await who.call('DELETE', `${base}/desktops/00000000-0000-4000-8000-000000000000`);
      assert.equal(answer.status, 503, answer.text);
      assert.equal(answer.body.error_code, 'DPL.0503');
    } finally {
      await pool.query('alter table iam_grants_away rename to iam_grants');
    }
  });
});
