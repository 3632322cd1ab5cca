import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newHexId, realAmbient } from '../../../ambient.js';
import { simulatedLinux } from '../../../testing/desktopCalls.js';
import { createPolicyUsers, type PolicyUsers } from '../../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../../testing/startTestService.js';

let service: TestService;
let users: PolicyUsers;
let open: string;
let disabled: string;
let foreign: string;
let role: string;
let iamUser: string;
let group: string;

before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  open = await users.addEnterpriseProject('open');
  disabled = await users.addEnterpriseProject('closed');
  await switchTo(disabled, 'disable');
  foreign = realAmbient.uuid();
  const domain = newHexId(realAmbient);
  const { pool } = service.database;
  await pool.query(`insert into domains (id, name) values ($1, 'elsewhere')`, [domain]);
  await pool.query(
    `insert into enterprise_projects (id, domain_id, name, likeness, created_at, updated_at)
     values ($1, $2, 'theirs', 'theirs', now(), now())`,
    [foreign, domain],
  );
  role = (await users.root('GET', '/v3.0/OS-ROLE/roles')).body.roles[0]?.id ?? '';
  if (role === '') role = (await users.root('GET', '/v3/roles')).body.roles[0].id;
  iamUser = (await users.add('somebody')).id;
  group = (await users.root('POST', '/v3/groups', { group: { name: 'some' } })).body.group.id;
});
after(() => service.remove());

async function switchTo(id: string, action: 'enable' | 'disable'): Promise<void> {
  const answer = await users.root('POST', `/v1.0/enterprise-projects/${id}/action`, { action });
  assert.equal(answer.status, 204, answer.text);
}

let made = 0;
const grants = (subject: string) => (enterpriseProject: string) =>
  users.root('PUT', `/v3.0/OS-PERMISSION/enterprise-projects/${enterpriseProject}/${subject}/roles/${role}`);

/** Every call that puts something into an enterprise project, or gives somebody a role there. */
const calls: Readonly<Record<string, (enterpriseProject: string) => Promise<TestAnswer>>> = {
  CreateDesktop: (enterprise_project_id) =>
    service.call('POST', '/desktops', {
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.small',
      image_type: 'gold',
      image_id: simulatedLinux,
      root_volume: { type: 'SAS', size: 80 },
      size: 1,
      enterprise_project_id,
    }),
  CreateDesktopUser: (enterprise_project_id) => {
    const user_name = `person-${(made += 1)}`;
    const user_email = `${user_name}@example.org`;
    return service.call('POST', '/users', { user_name, user_email, enterprise_project_id });
  },
  AssociateRoleToUserOnEnterpriseProject: (id) => grants(`users/${iamUser}`)(id),
  AssociateRoleToGroupOnEnterpriseProject: (id) => grants(`groups/${group}`)(id),
};

/** What any of the calls makes. */
async function count(): Promise<unknown> {
  const { rows } = await service.database.pool.query(
    `select (select count(*) from desktops) as desktops, (select count(*) from desktop_users) as people,
       (select count(*) from iam_grants) as grants`,
  );
  return rows[0];
}

for (const [name, call] of Object.entries(calls))
  describe(`the enterprise project of ${name}`, () => {
    it('S16: is refused with 404 when it is missing, and when it is another account’s', async () => {
      const untouched = await count();
      const answers = [await call(realAmbient.uuid()), await call(foreign), await call('no-id-at-all')];
      for (const answer of answers) {
        assert.equal(answer.status, 404, answer.text);
        assert.match(answer.text, /enterprise project does not exist/);
      }
      assert.deepEqual(await count(), untouched);
    });

    it('is refused with 409 while it is disabled, and taken again once it is enabled', async () => {
      const untouched = await count();
      const answer = await call(disabled);
      assert.equal(answer.status, 409, answer.text);
      assert.ok(answer.text.includes(disabled), 'it is named');
      assert.deepEqual(await count(), untouched);
      await switchTo(disabled, 'enable');
      const then = await call(disabled);
      assert.ok(then.status < 300, then.text);
      await switchTo(disabled, 'disable');
    });

    it('is taken when it is open, and when it is the default one', async () => {
      for (const id of [open, '0']) {
        const answer = await call(id);
        assert.ok(answer.status < 300, `${id}: ${answer.text}`);
      }
    });
  });

describe('a disabled enterprise project', () => {
  it('still shows who has roles there, and lets them be taken away', async () => {
    const place = `/v3.0/OS-PERMISSION/enterprise-projects/${disabled}/users/${iamUser}/roles`;
    assert.equal((await users.root('GET', place)).body.roles.length, 1);
    assert.equal((await users.root('DELETE', `${place}/${role}`)).status, 204);
  });
});
