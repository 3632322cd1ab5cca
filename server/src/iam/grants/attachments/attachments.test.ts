import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type GrantService, refusalOf, startGrantService } from '../../../testing/grantCalls.js';
import { policyQuotas } from '../policies/policy.js';

let grants: GrantService;
before(async () => {
  grants = await startGrantService();
});
after(() => grants.service.remove());

const policy_document = JSON.stringify({
  Version: '5.0',
  Statement: [{ Effect: 'Allow', Action: ['workspace:desktops:get'] }],
});
const create = async (policy_name: string): Promise<string> => {
  const created = await grants.call('POST', '/v5/policies', { policy_name, policy_document });
  assert.equal(created.status, 201, created.text);
  return created.body.policy.policy_id;
};
const systemPolicy = async (): Promise<string> =>
  (await grants.call('GET', '/v5/policies?policy_type=system')).body.policies[0].policy_id;

describe('attaching identity policies', () => {
  it('gives them to users and groups, shows both ways, and takes them back', async () => {
    const id = await create('Attached');
    const user = await grants.addUser('anna');
    const group = await grants.addGroup('desk', [user]);
    const base = `/v5/policies/${id}`;
    for (const _ of [1, 2]) {
      const attached = await grants.call('POST', `${base}/attach-user`, { user_id: user });
      assert.equal(attached.status, 200, attached.text);
      assert.equal(attached.text, '');
    }
    assert.equal((await grants.call('POST', `${base}/attach-group`, { group_id: group })).status, 200);
    assert.equal((await grants.call('GET', base)).body.policy.attachment_count, 2);
    for (const path of [`/v5/users/${user}`, `/v5/groups/${group}`]) {
      const { attached_policies, page_info } = (await grants.call('GET', `${path}/attached-policies`)).body;
      assert.equal(page_info.current_count, 1);
      const [{ attached_at, ...shown }] = attached_policies;
      assert.ok(Date.parse(attached_at) > 0);
      assert.deepEqual(shown, {
        policy_name: 'Attached',
        policy_id: id,
        urn: `iam::${grants.domainId}:policy:Attached`,
      });
    }
    const entities = (await grants.call('GET', `${base}/attached-entities`)).body;
    assert.deepEqual(
      entities.policy_users.map(({ user_id }: { user_id: string }) => user_id),
      [user],
    );
    assert.deepEqual(
      entities.policy_groups.map(({ group_id }: { group_id: string }) => group_id),
      [group],
    );
    assert.deepEqual(entities.policy_agencies, []);
    assert.equal(entities.page_info.current_count, 2);
    const onlyGroups = (await grants.call('GET', `${base}/attached-entities?entity_type=group`)).body;
    assert.deepEqual(onlyGroups.policy_users, []);
    const firstPage = (await grants.call('GET', `${base}/attached-entities?limit=1`)).body;
    const next = `${base}/attached-entities?limit=1&marker=${firstPage.page_info.next_marker}`;
    assert.equal((await grants.call('GET', next)).body.policy_users.length, 1);

    assert.equal((await grants.call('DELETE', base)).status, 409, 'it is in use');
    assert.equal((await grants.call('POST', `${base}/detach-user`, { user_id: user })).status, 200);
    assert.equal((await grants.call('POST', `${base}/detach-user`, { user_id: user })).status, 404);
    assert.equal((await grants.call('DELETE', base)).status, 409, 'the group still has it');
    assert.equal((await grants.call('POST', `${base}/detach-group`, { group_id: group })).status, 200);
    assert.equal((await grants.call('DELETE', base)).status, 204);
  });

  it('counts for the own account only, also of a policy that came with the service', async () => {
    const id = await systemPolicy();
    const user = await grants.addUser('bert');
    assert.equal(
      (await grants.call('POST', `/v5/policies/${id}/attach-user`, { user_id: user })).status,
      200,
    );
    assert.equal((await grants.call('GET', `/v5/policies/${id}`)).body.policy.attachment_count, 1);
    assert.equal((await grants.callAsOther('GET', `/v5/policies/${id}`)).body.policy.attachment_count, 0);
    const theirs = await grants.callAsOther('GET', `/v5/policies/${id}/attached-entities`);
    assert.deepEqual(theirs.body.policy_users, []);
    const attached = await grants.call('GET', '/v5/policies?only_attached=true');
    assert.deepEqual(
      attached.body.policies.map(({ policy_id }: { policy_id: string }) => policy_id),
      [id],
    );
    assert.deepEqual((await grants.callAsOther('GET', '/v5/policies?only_attached=true')).body.policies, []);
    await grants.call('POST', `/v5/policies/${id}/detach-user`, { user_id: user });
  });

  it('refuses users, groups and policies of another account as missing ones (S16)', async () => {
    const id = await create('Ours');
    const foreignUser = await grants.addUser('carl', grants.otherDomainId);
    const foreignGroup = await grants.addGroup('theirs', [], grants.otherDomainId);
    const nothing = '0'.repeat(32);
    const earlier = await grants.revision();
    for (const [kind, foreign] of [
      ['user', foreignUser],
      ['group', foreignGroup],
    ] as const) {
      for (const verb of ['attach', 'detach']) {
        const path = `/v5/policies/${id}/${verb}-${kind}`;
        const answers = await Promise.all(
          [foreign, nothing].map((each) => grants.call('POST', path, { [`${kind}_id`]: each })),
        );
        const [one, other] = answers.map(refusalOf);
        assert.match(one ?? '', /^404 /);
        assert.equal(one, other);
      }
      const lists = await Promise.all(
        [foreign, nothing].map((each) => grants.call('GET', `/v5/${kind}s/${each}/attached-policies`)),
      );
      const [one, other] = lists.map(refusalOf);
      assert.match(one ?? '', /^404 /);
      assert.equal(one, other);
    }
    assert.equal(await grants.revision(), earlier);
    await grants.call('DELETE', `/v5/policies/${id}`);
  });

  it('takes identity policies only: a role is none', async () => {
    const user = await grants.addUser('dora');
    const roleId = (await grants.call('GET', '/v3/roles')).body.roles[0].id;
    const answer = await grants.call('POST', `/v5/policies/${roleId}/attach-user`, { user_id: user });
    assert.equal(answer.status, 404);
  });

  it('ends with the user, and then the policy may go', async () => {
    const id = await create('Left');
    const user = await grants.addUser('emil');
    await grants.call('POST', `/v5/policies/${id}/attach-user`, { user_id: user });
    assert.equal((await grants.call('DELETE', `/v3/users/${user}`)).status, 204);
    assert.equal((await grants.call('GET', `/v5/policies/${id}`)).body.policy.attachment_count, 0);
    assert.equal((await grants.call('DELETE', `/v5/policies/${id}`)).status, 204);
  });

  it('keeps the quota when many are attached at once', async () => {
    const user = await grants.addUser('fritz');
    const names = Array.from({ length: policyQuotas.attachments + 3 }, (_, index) => `Many-${index}`);
    const ids = await Promise.all(names.map(create));
    const statuses = await Promise.all(
      ids.map(
        async (id) => (await grants.call('POST', `/v5/policies/${id}/attach-user`, { user_id: user })).status,
      ),
    );
    assert.equal(statuses.filter((status) => status === 200).length, policyQuotas.attachments);
    assert.equal(statuses.filter((status) => status === 409).length, 3);
    const { attached_policies } = (await grants.call('GET', `/v5/users/${user}/attached-policies`)).body;
    assert.equal(attached_policies.length, policyQuotas.attachments);
  });

  it('either wins over a deletion of the policy or finds it gone, never both', async () => {
    const user = await grants.addUser('gerd');
    for (const round of [1, 2, 3, 4, 5, 6]) {
      const id = await create(`Race-${round}`);
      const [attach, deletion] = await Promise.all([
        grants.call('POST', `/v5/policies/${id}/attach-user`, { user_id: user }),
        grants.call('DELETE', `/v5/policies/${id}`),
      ]);
      assert.ok(
        (attach.status === 200 && deletion.status === 409) ||
          (attach.status === 404 && deletion.status === 204),
        `${attach.status} ${deletion.status}`,
      );
    }
  });
});
