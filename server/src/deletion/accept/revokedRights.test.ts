import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { heldUp } from '../../testing/heldUp.js';
import type { Call } from '../../testing/identityCalls.js';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
let users: PolicyUsers;
let base: string;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  base = `/v2/${service.credentials.project_id}`;
});
after(() => service.remove());

const ports = ['vpc:ports:get', 'vpc:ports:delete'];
const deletes = ['workspace:desktops:delete', 'workspace:desktops:batchDelete'];
const allow = (Action: readonly string[], more: object = {}) => ({ Effect: 'Allow', Action, ...more });

const meanwhile = (lock: string, call: () => Promise<TestAnswer>, happen: () => Promise<unknown>) =>
  heldUp(service.database.pool, lock, call, happen);
/** Holds up whoever writes an acceptance. */
const writing = 'lock table deletion_orders in share mode';

const statusOf = async (id: string): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.status;

const calls: Readonly<Record<string, (id: string) => Parameters<Call>>> = {
  DeleteDesktop: (id) => ['DELETE', `${base}/desktops/${id}`],
  BatchDeleteDesktops: (id) => ['POST', `${base}/desktops/batch-delete`, { desktop_ids: [id] }],
};

for (const [name, requestOf] of Object.entries(calls))
  describe(`D12: ${name}`, () => {
    for (const [table, lock] of [
      ['desktop_tags', 'lock table desktop_tags in access exclusive mode'],
      ['deletion_orders', writing],
    ] as const)
      it(`is refused when the right is taken after it was asked for (held up at ${table})`, async () => {
        const [id] = await createDesktops(service, {});
        const who = await users.add(`${name}-${table}`, {
          identity: [allow([...deletes, ...ports])],
        });
        const answer = await meanwhile(
          lock,
          () => who.call(...requestOf(id)),
          () => who.revoke(who.policyIds[0] ?? ''),
        );
        assert.equal(answer.status, 403, answer.text);
        assert.equal(await statusOf(id), 'ACTIVE');
      });

    it('is refused when the user is disabled after he was let in', async () => {
      const [id] = await createDesktops(service, {});
      const who = await users.add(`${name}-disabled`, { role: [allow(deletes)] });
      const answer = await meanwhile(
        writing,
        () => who.call(...requestOf(id)),
        () => users.root('PATCH', `/v3/users/${who.id}`, { user: { enabled: false } }),
      );
      assert.equal(answer.status, 401, answer.text);
      assert.equal(await statusOf(id), 'ACTIVE');
    });

    it('is refused when the tag that allowed it changes meanwhile', async () => {
      const [id] = await createDesktops(service, { tags: [{ key: 'team', value: 'blue' }] });
      const blue = { Condition: { StringEquals: { 'g:ResourceTag/team': ['blue'] } } };
      const who = await users.add(`${name}-tag`, { role: [allow(deletes, blue)] });
      const answer = await meanwhile(
        writing,
        () => who.call(...requestOf(id)),
        () => service.call('POST', `/desktops/${id}/tags`, { tag: { key: 'team', value: 'red' } }),
      );
      assert.equal(answer.status, 403, answer.text);
      assert.equal(await statusOf(id), 'ACTIVE');
    });

    it('goes on when rights have changed and still allow it', async () => {
      const [id] = await createDesktops(service, {});
      const who = await users.add(`${name}-other`, { role: [allow(deletes)] });
      const answer = await meanwhile(
        writing,
        () => who.call(...requestOf(id)),
        () => users.add(`${name}-another`, { role: [allow(deletes)] }),
      );
      assert.ok(answer.status === 204 || answer.status === 202, answer.text);
    });
  });

describe('D12: DeleteDesktop on one replica, while rights change on another', () => {
  it('is refused as soon as the right is gone, and goes through as soon as it is back', async () => {
    const { pool } = service.database;
    const [id] = await createDesktops(service, {});
    const who = await users.add('from-afar', { role: [allow(deletes)] });
    const made = performance.now();
    // As long as this process may have changed rights itself it looks anew for every request.
    await waitUntil(
      async () => (performance.now() - made > 2_500 ? true : undefined),
      'the end of that time',
    );
    assert.equal((await who.call('GET', `${base}/desktops`)).status, 403, 'remembered from now on');
    const { rows } = await pool.query<{ grants: string }>(
      `with gone as (delete from iam_grants where user_id = $1 returning *)
       select json_agg(gone)::text as grants from gone`,
      [who.id],
    );
    const refused = await who.call('DELETE', `${base}/desktops/${id}`);
    assert.equal(refused.status, 403, refused.text);
    assert.equal(await statusOf(id), 'ACTIVE');
    await pool.query('insert into iam_grants select * from json_populate_recordset(null::iam_grants, $1)', [
      rows[0]?.grants,
    ]);
    const accepted = await who.call('DELETE', `${base}/desktops/${id}`);
    assert.equal(accepted.status, 204, accepted.text);
  });
});
