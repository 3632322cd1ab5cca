import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { contentOf } from '../../audit/logEntry.js';
import { asId, type DesktopId } from '../../ids.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import {
  createPolicyUsers,
  type Given,
  type PolicyUser,
  type PolicyUsers,
} from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let users: PolicyUsers;
let base: string;
let enterpriseProject: string;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  base = `/v2/${service.credentials.project_id}`;
  enterpriseProject = await users.addEnterpriseProject('desks');
});
after(() => service.remove());

const ports = ['vpc:ports:get', 'vpc:ports:delete'];
const deletes = ['workspace:desktops:delete', 'workspace:desktops:batchDelete'];
const allow = (Action: readonly string[], more: object = {}) => ({ Effect: 'Allow', Action, ...more });
const deny = (Action: readonly string[], more: object = {}) => ({ Effect: 'Deny', Action, ...more });
const tagged = (team: string) => ({ Condition: { StringEquals: { 'g:ResourceTag/team': [team] } } });

const desktop = async (wish: Record<string, unknown> = {}): Promise<DesktopId> =>
  asId<DesktopId>((await createDesktops(service, wish))[0]);
const ofTeam = (value: string) => desktop({ tags: [{ key: 'team', value }] });

const statusOf = async (id: string): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.status;

let made = 0;
const user = (given: Given): Promise<PolicyUser> => users.add(`deleter-${(made += 1)}`, given);

/** Both calls that delete. */
const calls = {
  DeleteDesktop: (who: PolicyUser, id: string) => who.call('DELETE', `${base}/desktops/${id}`),
  BatchDeleteDesktops: (who: PolicyUser, id: string) =>
    who.call('POST', `${base}/desktops/batch-delete`, { desktop_ids: [id] }),
} as const;

function assertRefused(answer: TestAnswer, action: string): void {
  assert.equal(answer.status, 403, answer.text);
  assert.equal(answer.body.error_code, 'DPL.0403');
  assert.ok(answer.body.error_msg.includes(action), answer.text);
  assert.match(answer.body.encoded_authorization_message, /^[\w-]{100,}$/);
}

for (const [name, remove] of Object.entries(calls)) {
  const action = name === 'DeleteDesktop' ? 'workspace:desktops:delete' : 'workspace:desktops:batchDelete';
  const accepted = name === 'DeleteDesktop' ? 204 : 202;

  describe(`A8: ${name} by policies`, () => {
    it('is refused to who has none, with an encrypted reason, and nothing happens (S4)', async () => {
      const id = await desktop();
      assertRefused(await remove(await user({}), id), action);
      assert.equal(await statusOf(id), 'ACTIVE');
    });

    it('is allowed by an identity policy with the actions it depends on, and the record says by which', async () => {
      const id = await desktop();
      const who = await user({ identity: [allow([...deletes, ...ports], { Sid: 'Cleaner' })] });
      assert.equal((await remove(who, id)).status, accepted);
      const entry = await service.database.database
        .selectFrom('log_entries')
        .where('desktop_id', '=', id)
        .where('kind', '=', 'acceptance')
        .select('payload')
        .executeTakeFirstOrThrow();
      assert.equal(contentOf(entry.payload)['allowed_by'], `policy:${who.policyIds[0]}#Cleaner`);
    });

    it('is refused by a missing vpc:ports:delete alone, to identity policies and not to role policies', async () => {
      const id = await desktop();
      const identity = await user({ identity: [allow([...deletes, 'vpc:ports:get'])] });
      assertRefused(await remove(identity, id), 'vpc:ports:delete');
      assert.equal(await statusOf(id), 'ACTIVE');
      const role = await user({ role: [allow(deletes)] });
      assert.equal((await remove(role, id)).status, accepted);
    });

    it('counts the port as carrying the desktop’s tags', async () => {
      const [red, blue] = [await ofTeam('red'), await ofTeam('blue')];
      const who = await user({ identity: [allow(deletes), allow(ports, tagged('blue'))] });
      assertRefused(await remove(who, red), 'vpc:ports:get');
      assert.equal((await remove(who, blue)).status, accepted);
    });

    it('can be bound to the port itself', async () => {
      const id = await desktop();
      const { provider_id: port } = await service.database.database
        .selectFrom('items')
        .where('desktop_id', '=', id)
        .where('kind', '=', 'port')
        .select('provider_id')
        .executeTakeFirstOrThrow();
      const with_ = (one: string) => [
        allow(deletes),
        allow(ports, { Resource: [`vpc:*:${service.credentials.domain_id}:port:${one}`] }),
      ];
      assertRefused(await remove(await user({ identity: with_('other') }), id), 'vpc:ports:get');
      assert.equal((await remove(await user({ identity: with_(port ?? '') }), id)).status, accepted);
    });

    it('is allowed by a tag, refused by another one and by a missing one', async () => {
      const who = await user({ identity: [allow(deletes, tagged('blue')), allow(ports)] });
      const [blue, red, bare] = [await ofTeam('blue'), await ofTeam('red'), await desktop()];
      assertRefused(await remove(who, red), action);
      assertRefused(await remove(who, bare), action);
      assert.equal((await remove(who, blue)).status, accepted);
    });

    it('is refused by a Deny, whatever allows it', async () => {
      const [blue, red] = [await ofTeam('blue'), await ofTeam('red')];
      const who = await user({
        role: [allow(['workspace:*:*'])],
        identity: [deny(deletes, tagged('red'))],
      });
      assertRefused(await remove(who, red), action);
      assert.equal((await remove(who, blue)).status, accepted);
    });

    it('is limited by the enterprise project, as a condition and as the place of a role', async () => {
      const [inside, inside2, outside] = [
        await desktop({ enterprise_project_id: enterpriseProject }),
        await desktop({ enterprise_project_id: enterpriseProject }),
        await desktop(),
      ];
      const condition = { Condition: { StringEquals: { 'g:EnterpriseProjectId': [enterpriseProject] } } };
      const byCondition = await user({ identity: [allow([...deletes, ...ports], condition)] });
      const byPlace = await user({ role: [allow(deletes)], enterpriseProject });
      for (const who of [byCondition, byPlace]) assertRefused(await remove(who, outside), action);
      assert.equal((await remove(byCondition, inside)).status, accepted);
      assert.equal((await remove(byPlace, inside2)).status, accepted);
    });

    it('S16: a foreign desktop is refused like one that never was', async () => {
      const foreign = await plantForeignDesktop();
      const who = await user({ identity: [allow(deletes, tagged('blue')), allow(ports)] });
      const withoutIds = (answer: TestAnswer) => [
        answer.status,
        answer.body.error_code,
        answer.body.error_msg,
      ];
      assert.deepEqual(withoutIds(await remove(who, foreign)), withoutIds(await remove(who, randomUUID())));
      const everything = await user({ identity: [allow(['*'])] });
      assert.equal((await remove(everything, foreign)).status, name === 'DeleteDesktop' ? 404 : 202);
    });
  });
}

describe('A8: who is limited to a tag', () => {
  it('is answered 404 when polling what he deleted, and 403 for what never was', async () => {
    const actions = [...deletes, 'workspace:desktops:get'];
    const who = await user({
      role: [allow(actions, tagged('blue'))],
    });
    const id = await ofTeam('blue');
    assert.equal((await who.call('DELETE', `${base}/desktops/${id}`)).status, 204);
    await showUntilGone(service, id);
    assert.equal((await who.call('GET', `${base}/desktops/${id}`)).status, 404);
    assert.equal((await who.call('DELETE', `${base}/desktops/${id}`)).status, 404);
    assertRefused(await who.call('GET', `${base}/desktops/${randomUUID()}`), 'workspace:desktops:get');
    assertRefused(await who.call('DELETE', `${base}/desktops/${randomUUID()}`), 'workspace:desktops:delete');
  });

  it('S4: deletes none of a batch of which one is refused to him', async () => {
    const [blue, red] = [await ofTeam('blue'), await ofTeam('red')];
    const who = await user({ role: [allow(deletes, tagged('blue'))] });
    const answer = await who.call('POST', `${base}/desktops/batch-delete`, { desktop_ids: [blue, red] });
    assertRefused(answer, 'workspace:desktops:batchDelete');
    assert.deepEqual([await statusOf(blue), await statusOf(red)], ['ACTIVE', 'ACTIVE']);
  });
});

for (const language of ['en', 'zh']) {
  const page = readFileSync(new URL(`../../../../docs/${language}/policies.md`, import.meta.url), 'utf8');
  const example = [...page.matchAll(/```json\n([^`]*)```/g)].map((match) => match[1] ?? '');
  const policy = example.find((text) => text.includes('${g:UserName}')) ?? '{}';

  describe(`A8: the policy with a variable, as it stands on the page (${language})`, () => {
    it('lets each of several users delete the desktops tagged with his own name, and no others', async () => {
      const owners = [await user({}), await user({})];
      await attachToGroupOf(owners, `owners-${language}`, policy);
      const own = (owner: string) => desktop({ tags: [{ key: 'owner', value: owner }] });
      for (const owner of owners) {
        const others = owners.map(({ name }) => name).filter((name) => name !== owner.name);
        for (const value of [...others, owner.name.toUpperCase(), `${owner.name}0`]) {
          const id = await own(value);
          for (const [operation, remove] of Object.entries(calls))
            assertRefused(
              await remove(owner, id),
              operation === 'DeleteDesktop' ? 'workspace:desktops:delete' : 'workspace:desktops:batchDelete',
            );
          assert.equal(await statusOf(id), 'ACTIVE');
        }
        assertRefused(await calls.DeleteDesktop(owner, await desktop()), 'workspace:desktops:delete');
        assert.equal((await calls.DeleteDesktop(owner, await own(owner.name))).status, 204);
        assert.equal((await calls.BatchDeleteDesktops(owner, await own(owner.name))).status, 202);
      }
    });
  });
}

describe('A8: a variable', () => {
  it('may be the name of the project, which is looked up because a policy asks for it', async () => {
    const condition = { StringEquals: { 'g:ResourceTag/place': ['${g:projectname}'] } };
    const who = await user({ role: [allow(deletes, { Condition: condition })] });
    const [elsewhere, here] = [
      await desktop({ tags: [{ key: 'place', value: 'elsewhere' }] }),
      await desktop({ tags: [{ key: 'place', value: 'test-1' }] }),
    ];
    assertRefused(await calls.DeleteDesktop(who, elsewhere), 'workspace:desktops:delete');
    assert.equal((await calls.DeleteDesktop(who, here)).status, 204);
  });
});

/** One policy, attached to a group of these users by the calls that administrators use. */
async function attachToGroupOf(
  members: readonly PolicyUser[],
  policy_name: string,
  policy_document: string,
): Promise<void> {
  const done = async (method: string, path: string, body?: object): Promise<TestAnswer['body']> => {
    const answer = await users.root(method, path, body);
    assert.ok(answer.status < 300, answer.text);
    return answer.body;
  };
  const { group } = await done('POST', '/v3/groups', { group: { name: policy_name } });
  for (const { id } of members) await done('PUT', `/v3/groups/${group.id}/users/${id}`);
  const { policy } = await done('POST', '/v5/policies', { policy_name, policy_document });
  await done('POST', `/v5/policies/${policy.policy_id}/attach-group`, { group_id: group.id });
}

async function plantForeignDesktop(): Promise<string> {
  const { addDesktop, addProject } = await import('../../testing/desktopRows.js');
  return addDesktop(service.database.database, await addProject(service.database.database));
}
