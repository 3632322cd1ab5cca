import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let users: PolicyUsers;
let blue: string;
let green: string;
before(async () => {
  service = await startTestService();
  users = await createPolicyUsers(service);
  blue = await users.addEnterpriseProject('blue');
  green = await users.addEnterpriseProject('green');
});
after(() => service.remove());

const pathOf = (project: string) => `/v1.0/enterprise-projects/${project}/resources-migrate`;
const bodyOf = (resource_id: string, more: object = {}) => ({
  resource_type: 'workspace-desktop',
  resource_id,
  project_id: service.credentials.project_id,
  ...more,
});
const migrate = (id: string, project: string, more: object = {}): Promise<TestAnswer> =>
  service.call('POST', `/${pathOf(project)}`, bodyOf(id, more));
const said = ({ status, body }: TestAnswer) => [status, body?.error_code];
const shown = async (id: string): Promise<string> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.enterprise_project_id;
const allow = (Action: string[], project?: string) => ({
  Effect: 'Allow',
  Action,
  ...(project === undefined ? {} : { Condition: { StringEquals: { 'g:EnterpriseProjectId': [project] } } }),
});

describe('a desktop that is moved to another enterprise project', () => {
  it('is a resource of that one and no more of the old one', async () => {
    const [id] = await createDesktops(service, { enterprise_project_id: blue });
    assert.deepEqual(
      (await migrate(id, green, { region_id: service.credentials.region, associated: true })).status,
      204,
    );
    assert.equal(await shown(id), green);
    const found = async (project: string) =>
      (
        await service.call('POST', `//v1.0/enterprise-projects/${project}/resources/filter`, {
          resource_types: ['workspace-desktop'],
        })
      ).body.resources.map((each: { resource_id: string }) => each.resource_id);
    assert.deepEqual([await found(blue), await found(green)], [[], [id]]);
    assert.equal((await migrate(id.toUpperCase(), '0')).status, 404, 'ids are lower case');
    assert.equal((await migrate(id, '0')).status, 204);
    assert.equal(await shown(id), '0');
  });

  it('is at once in the hands of those whom policies give the new one, and of the old one no more', async () => {
    const [id] = await createDesktops(service, { enterprise_project_id: blue });
    const statement = (project: string) => [
      allow(['workspace:desktops:get', 'workspace:desktops:update', 'vpc:*:*', 'eip:*:*', 'nat:*:*']),
      {
        Effect: 'Deny',
        Action: ['workspace:desktops:get', 'workspace:desktops:update'],
        Condition: { StringNotEquals: { 'g:EnterpriseProjectId': [project] } },
      },
    ];
    const ofBlue = await users.add('of-blue', { identity: statement(blue) });
    const ofGreen = await users.add('of-green', { identity: statement(green) });
    const path = `/v2/${service.credentials.project_id}/desktops/${id}`;
    const protect = { desktop: { deletion_protection: false } };
    const statuses = async () =>
      Promise.all(
        [ofBlue, ofGreen].map(async ({ call }) => [
          (await call('GET', path)).status,
          (await call('PUT', path, protect)).status,
        ]),
      );
    assert.deepEqual(await statuses(), [
      [200, 200],
      [403, 403],
    ]);
    assert.equal((await migrate(id, green)).status, 204);
    assert.deepEqual(await statuses(), [
      [403, 403],
      [200, 200],
    ]);
  });

  it('S4: needs the right to move, and to change it where it is and where it comes to', async () => {
    const [id] = await createDesktops(service, { enterprise_project_id: blue });
    const nobody = await users.add('moves-nothing', { identity: [allow(['workspace:*:*'])] });
    assert.deepEqual(said(await nobody.call('POST', pathOf(green), bodyOf(id))), [403, 'IAM.0003']);
    for (const [index, project] of [blue, green].entries()) {
      const mover = await users.add(`mover-${index}`, {
        identity: [
          allow(['eps:resources:migrate', 'workspace:*:*']),
          {
            Effect: 'Deny',
            Action: ['workspace:desktops:update'],
            Condition: { StringEquals: { 'g:EnterpriseProjectId': [project] } },
          },
        ],
      });
      const refused = await mover.call('POST', pathOf(green), bodyOf(id));
      assert.deepEqual(said(refused), [403, 'DPL.0403']);
      assert.match(refused.body.error_msg, /workspace:desktops:update/);
    }
    // Who has rights in one of the two brings nothing there, and takes nothing away.
    for (const [index, given] of [
      [allow(['workspace:*:*'], green)],
      [allow(['workspace:*:*'], blue)],
      [],
    ].entries()) {
      const mover = await users.add(`taker-${index}`, {
        identity: [allow(['eps:resources:migrate']), ...given],
      });
      const refused = await mover.call('POST', pathOf(green), bodyOf(id));
      assert.deepEqual(said(refused), [403, 'DPL.0403'], String(index));
    }
    assert.equal(await shown(id), blue);
    const mover = await users.add('mover', {
      identity: [
        allow(['eps:resources:migrate']),
        allow(['workspace:desktops:update'], blue),
        allow(['workspace:desktops:update'], green),
      ],
    });
    assert.equal((await mover.call('POST', pathOf(green), bodyOf(id))).status, 204);
    assert.equal(await shown(id), green);
  });

  it('is refused for what is not there, is going, or cannot be moved', async () => {
    const [id] = await createDesktops(service, {});
    assert.deepEqual(said(await migrate(id, randomUUID())), [404, 'DPL.0404']);
    assert.deepEqual(said(await migrate(randomUUID(), blue)), [404, 'DPL.0404']);
    assert.deepEqual(said(await migrate('nothing', blue)), [404, 'DPL.0404']);
    assert.deepEqual(said(await migrate(id, blue, { project_id: '0'.repeat(32) })), [404, 'DPL.0404']);
    assert.deepEqual(said(await migrate(id, blue, { resource_type: 'eip' })), [400, 'WKS.0001']);
    assert.deepEqual(said(await migrate(id, blue, { region_id: 'elsewhere' })), [400, 'WKS.0001']);
    const closed = await users.addEnterpriseProject('closed');
    await service.call('POST', `//v1.0/enterprise-projects/${closed}/action`, { action: 'disable' });
    assert.deepEqual(said(await migrate(id, closed)), [409, 'DPL.0409']);
    await service.call('DELETE', `/desktops/${id}`);
    await showUntilGone(service, id);
    assert.deepEqual(said(await migrate(id, blue)), [404, 'DPL.0404']);
  });
});
