import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { asId, type DomainId, type ProjectId } from '../ids.js';
import { checkAnswers } from '../testing/checkAnswers.js';
import { createDesktopApi, type DesktopApi } from '../testing/desktopApi.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { findWorkspace, requireWorkspace } from './findWorkspace.js';
import { openWorkspace } from './openWorkspace.js';
import { addWorkspaceRoutes } from './routes.js';

const publicUrl = 'https://desktops.example.com';

describe('the service in a project', () => {
  let test: TestDatabase;
  let api: DesktopApi;

  before(async () => {
    test = await createTestDatabase();
    api = await createDesktopApi(test.database, (app) => {
      checkAnswers(app);
      addWorkspaceRoutes(app, {
        database: test.database,
        ambient: realAmbient,
        reach: { publicUrl, keepsMails: true },
      });
    });
  });
  after(async () => {
    await api.close();
    await test.drop();
  });

  async function newProject(): Promise<ProjectId> {
    const domainId = asId<DomainId>(randomBytes(16).toString('hex'));
    const projectId = asId<ProjectId>(randomBytes(16).toString('hex'));
    await test.database.insertInto('domains').values({ id: domainId, name: domainId }).execute();
    await test.database
      .insertInto('projects')
      .values({ id: projectId, domain_id: domainId, name: 'test-1' })
      .execute();
    return projectId;
  }

  const open = (projectId: ProjectId, vpcCidr?: string) =>
    openWorkspace(test.database, realAmbient, {
      projectId,
      language: 'en',
      ...(vpcCidr === undefined ? {} : { vpcCidr }),
    });

  it('opens with a VPC, two subnets with gateways, and two security groups', async () => {
    const projectId = await newProject();
    const workspace = await open(projectId);
    const { status, body } = await api.call(projectId, 'GET', '/workspaces');
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(field(body, 'status'), 'SUBSCRIBED');
    assert.equal(field(body, 'id'), workspace.id);
    assert.equal(field(body, 'closable'), true);
    assert.equal(field(body, 'desk_url'), `${publicUrl}/desk?enterprise=${workspace.enterprise_id}`);
    assert.equal(field(body, 'mail_delivery'), 'kept');
    assert.deepEqual(
      field(body, 'subnet_ids'),
      workspace.subnet_ids.map((id) => ({ subnet_id: id })),
    );
    assert.equal(field(field(body, 'desktop_security_group'), 'name'), 'WorkspaceUserSecurityGroup');
    assert.equal(
      field(field(body, 'infrastructure_security_group'), 'name'),
      'WorkspaceManagerSecurityGroup',
    );
    assert.equal(field(field(body, 'ad_domains'), 'delete_computer_object'), '0');
    const subnets = await test.pool.query<{ inside: boolean }>(
      `select subnets.cidr << vpcs.cidr and masklen(subnets.cidr) = 20
         and gateway_ip = set_masklen(subnets.cidr::inet, 32) + 1 as inside
       from subnets join vpcs on vpcs.id = vpc_id where subnets.project_id = $1`,
      [projectId],
    );
    assert.deepEqual(subnets.rows, [{ inside: true }, { inside: true }]);
  });

  it('opens once, however often and by however many at the same moment it is opened', async () => {
    const projectId = await newProject();
    const opened = await Promise.all(Array.from({ length: 6 }, () => open(projectId)));
    assert.equal(new Set(opened.map((workspace) => workspace.id)).size, 1);
    const { rows } = await test.pool.query(
      `select (select count(*)::int from vpcs where project_id = $1) as vpcs,
         (select count(*)::int from subnets where project_id = $1) as subnets,
         (select count(*)::int from security_groups where project_id = $1) as groups`,
      [projectId],
    );
    assert.deepEqual(rows, [{ vpcs: 1, subnets: 2, groups: 2 }]);
  });

  it('gives projects that are opened at the same moment ranges that do not overlap', async () => {
    const projects = await Promise.all(Array.from({ length: 6 }, newProject));
    await Promise.all(projects.map((projectId) => open(projectId)));
    const { rows } = await test.pool.query(
      'select 1 from vpcs one join vpcs other on one.id < other.id and one.cidr && other.cidr',
    );
    assert.deepEqual(rows, []);
  });

  it('takes the range that it is told to and refuses a useless one', async () => {
    const projectId = await newProject();
    for (const range of [
      '192.168.0.0',
      '192.168.0.1/16',
      '10.0.0.0/8',
      '10.0.0.0/24',
      '172.16.0.0/16',
      '300.0.0.0/16',
    ]) {
      await assert.rejects(open(projectId, range), { code: 'WKS.0001' }, range);
    }
    await open(projectId, '192.168.0.0/16');
    const { rows } = await test.pool.query(
      'select cidr::text, host(gateway_ip) as gateway from subnets where project_id = $1 order by cidr',
      [projectId],
    );
    assert.deepEqual(rows, [
      { cidr: '192.168.0.0/20', gateway: '192.168.0.1' },
      { cidr: '192.168.16.0/20', gateway: '192.168.16.1' },
    ]);
  });

  it('is CLOSED where it was not opened, and cannot be changed there', async () => {
    const projectId = await newProject();
    const { status, body } = await api.call(projectId, 'GET', '/workspaces');
    assert.equal(status, 200);
    assert.equal(field(body, 'status'), 'CLOSED');
    assert.equal(await findWorkspace(test.database, projectId), undefined);
    await assert.rejects(requireWorkspace(test.database, projectId), { code: 'WKS.00010099' });
    const change = await api.call(projectId, 'PUT', '/workspaces', { is_send_email: false });
    assert.equal(change.status, 403);
    assert.equal(field(change.body, 'error_code'), 'WKS.00010099');
  });

  it('cannot be opened in a project that is not there', async () => {
    await assert.rejects(open(asId<ProjectId>('0'.repeat(32))), { code: 'DPL.0404' });
  });

  it('changes whether mails are sent and computer accounts deleted, of this project only', async () => {
    const [projectId, otherId] = [await newProject(), await newProject()];
    await open(projectId);
    await open(otherId);
    const mail = await api.call(projectId, 'PUT', '/workspaces', { is_send_email: false });
    assert.equal(mail.status, 200, JSON.stringify(mail.body));
    await api.call(projectId, 'PUT', '/workspaces', { ad_domains: { delete_computer_object: 1 } });
    const changed = await api.call(projectId, 'GET', '/workspaces');
    assert.equal(field(changed.body, 'is_send_email'), false);
    assert.equal(field(field(changed.body, 'ad_domains'), 'delete_computer_object'), '1');
    const untouched = await api.call(otherId, 'GET', '/workspaces');
    assert.equal(field(untouched.body, 'is_send_email'), true);
    for (const body of [{ is_send_email: 'no' }, { ad_domains: { delete_computer_object: 2 } }]) {
      assert.equal((await api.call(projectId, 'PUT', '/workspaces', body)).status, 400, JSON.stringify(body));
    }
  });

  it('refuses a change that names nothing that it knows', async () => {
    const projectId = await newProject();
    await open(projectId);
    for (const named of [
      {},
      { bogus: 1 },
      { is_send_emails: false },
      { ad_domains: {} },
      { ad_domains: { bogus: 1 } },
      { enterprise_id: '' },
      { internet_access_port: '' },
      { access_mode: 'INTERNET' },
    ]) {
      const { status, body } = await api.call(projectId, 'PUT', '/workspaces', named);
      assert.deepEqual([status, field(body, 'error_code')], [400, 'WKS.0001'], JSON.stringify(named));
      assert.match(String(field(body, 'error_msg')), /nothing is named that could be changed/);
    }
  });

  it('takes no enterprise ID that another service has in other case, and shows its own as it is given', async () => {
    const [one, other, third] = [await newProject(), await newProject(), await newProject()];
    const openAs = (projectId: ProjectId, enterprise_id: string) =>
      api.call(projectId, 'POST', '/workspaces', { ad_domains: { domain_type: 'LITE_AS' }, enterprise_id });
    const taken = [409, 'DPL.0409'];
    const said = ({ status, body }: Awaited<ReturnType<typeof openAs>>) => [
      status,
      field(body, 'error_code'),
    ];
    assert.equal((await openAs(one, 'Acme-1')).status, 200);
    assert.deepEqual(said(await openAs(other, 'ACME-1')), taken);
    await open(third);
    const rename = (projectId: ProjectId, enterprise_id: string) =>
      api.call(projectId, 'PUT', '/workspaces', { enterprise_id });
    assert.deepEqual(said(await rename(third, 'acme-1')), taken);
    assert.equal((await rename(one, 'ACME-1')).status, 200);
    assert.equal(field((await api.call(one, 'GET', '/workspaces')).body, 'enterprise_id'), 'ACME-1');
  });

  it('says of a port that it does not know that there is none', async () => {
    const projectId = await newProject();
    await open(projectId);
    const unreached = await createDesktopApi(test.database, (app) =>
      addWorkspaceRoutes(app, {
        database: test.database,
        ambient: realAmbient,
        reach: { publicUrl: undefined, keepsMails: true },
      }),
    );
    const { status, body } = await unreached.call(projectId, 'PUT', '/workspaces', {
      internet_access_port: '8443',
    });
    await unreached.close();
    assert.equal(status, 409);
    assert.match(String(field(body, 'error_msg')), /internet_access_port cannot be changed; there is none$/);
  });

  it('refuses an attribute that it cannot change by name, and then changes none', async () => {
    const projectId = await newProject();
    const { enterprise_id, subnet_ids } = await open(projectId);
    const others = {
      access_mode: 'BOTH',
      dedicated_subnets: '192.168.0.0/24',
      internet_access_port: '9443',
      authorized_collect_log: true,
      authorized_hda_upgrade: true,
      dc_vnc_ip: '10.0.0.1',
      ad_info: { domain_type: 'LITE_AS', domain_admin_account: 'admin', domain_password: 'secret' },
    };
    for (const [name, value] of Object.entries(others)) {
      const { status, body } = await api.call(projectId, 'PUT', '/workspaces', {
        is_send_email: false,
        [name]: value,
      });
      assert.deepEqual([status, field(body, 'error_code')], [409, 'DPL.0501'], name);
      assert.match(String(field(body, 'error_msg')), new RegExp(name));
    }
    const directory = await api.call(projectId, 'PUT', '/workspaces', {
      ad_domains: { domain_type: 'LOCAL_AD', delete_computer_object: 1 },
    });
    assert.match(String(field(directory.body, 'error_msg')), /ad_domains\.domain_type/);
    const { body } = await api.call(projectId, 'GET', '/workspaces');
    assert.equal(field(body, 'is_send_email'), true);
    assert.equal(field(field(body, 'ad_domains'), 'delete_computer_object'), '0');
    // Clients send what they know beside what they change.
    const same = { is_send_email: false, access_mode: 'INTERNET', enterprise_id, subnet_ids };
    assert.equal((await api.call(projectId, 'PUT', '/workspaces', same)).status, 200);
  });
});

function field(body: unknown, name: string): unknown {
  return Reflect.get(Object(body), name);
}
