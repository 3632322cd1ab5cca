import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { createDesktopApi, type DesktopApi } from '../../testing/desktopApi.js';
import {
  addDesktop,
  addPort,
  addProject,
  addTags,
  addUser,
  addVolume,
  type TestProject,
  testOffer,
} from '../../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import { DesktopDetail, DesktopNetwork, SimpleDesktop } from './desktopSchemas.js';
import { addDesktopReadRoutes } from './readRoutes.js';

const ShowAnswer = Type.Object({ desktop: DesktopDetail });
const ListAnswer = Type.Object({ total_count: Type.Integer(), desktops: Type.Array(SimpleDesktop) });

describe('looking at desktops', () => {
  let data: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;

  before(async () => {
    data = await createTestDatabase();
    const { database } = data;
    api = await createDesktopApi(database, (app) =>
      addDesktopReadRoutes(app, { database, offer: testOffer }),
    );
    project = await addProject(database);
  });
  after(async () => {
    await api.close();
    await data.drop();
  });

  const get = (path: string, caller?: 'root' | 'nobody') =>
    api.call(project.projectId, 'GET', path, undefined, caller);

  it('shows a desktop with every documented field and what Terraform reads of it', async () => {
    const id = await addDesktop(data.database, project, { computer_name: 'SHOWN-1' });
    const alice = await addUser(data.database, project, 'alice', [id]);
    await addUser(data.database, project, 'bob', [id]);
    await addTags(data.database, project, id, { foo: 'bar', empty: '' });
    const root = await addVolume(data.database, project, id, '/dev/vda');
    const second = await addVolume(data.database, project, id, '/dev/vdc', { size_gib: 70 });
    const first = await addVolume(data.database, project, id, '/dev/vdb', { state: 'intended' });
    await addVolume(data.database, project, id, '/dev/vdd', { state: 'absent' });
    await addPort(data.database, project, id, '100.64.0.5');

    const answer = await get(`/desktops/${id}`);
    assert.equal(answer.status, 200);
    const { desktop } = Value.Parse(ShowAnswer, answer.body);
    assert.deepEqual(
      Object.keys(desktop).sort(),
      [...detailFields, 'deletion_protection', 'fail_reason'].sort(),
    );
    assert.equal(desktop.computer_name, 'SHOWN-1');
    assert.equal(desktop.created, '2026-03-04T05:06:07.089Z');
    assert.equal(desktop.status, 'ACTIVE');
    assert.equal(desktop.task_status, '');
    assert.equal(desktop.process, null);
    assert.equal(desktop.login_status, 'REGISTERED');
    assert.equal(desktop.attach_state, 'ATTACHED');
    assert.equal(desktop.metadata['metering.image_id'], testOffer.images[0]?.id);
    assert.equal(desktop.metadata['image_name'], 'Debian 12 desktop');
    assert.deepEqual(desktop.security_groups, [
      { id: project.securityGroupId, name: 'WorkspaceUserSecurityGroup' },
    ]);
    assert.deepEqual(desktop.user_list, ['alice', 'bob']);
    assert.equal(desktop.user_name, 'alice');
    assert.equal(desktop.user_group, 'sudo');
    assert.deepEqual(desktop.attach_user_infos[0], {
      user_id: alice,
      user_name: 'alice',
      domain: null,
      user_group: 'sudo',
      type: 'USER',
    });
    assert.deepEqual(desktop.tags, [
      { key: 'empty', value: '' },
      { key: 'foo', value: 'bar' },
    ]);
    assert.equal(desktop.root_volume?.volume_id, root);
    assert.equal(desktop.root_volume?.create_time, '2026-03-04T05:06:07Z');
    assert.deepEqual(
      desktop.data_volumes.map(({ volume_id, device, size }) => ({ volume_id, device, size })),
      [
        { volume_id: first, device: '/dev/vdb', size: 80 },
        { volume_id: second, device: '/dev/vdc', size: 70 },
      ],
    );
    assert.deepEqual(desktop.addresses, {
      [project.vpcId]: [
        {
          addr: '100.64.0.5',
          version: '4',
          'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01',
          'OS-EXT-IPS:type': 'fixed',
        },
      ],
    });
    assert.deepEqual(desktop.ip_addresses, ['100.64.0.5']);
    assert.equal(desktop.ipv4, '100.64.0.5');
    assert.equal(desktop.product?.cpu, '2');
    assert.equal(desktop.product?.memory, '4096');
    assert.equal(desktop.flavor.id, 'x86.large');
    assert.equal(desktop.enterprise_project_id, '0');
    assert.equal(desktop.subnet_id, project.subnetId);
  });

  it('shows a desktop that is only just asked for, with an empty status and nothing attached', async () => {
    const id = await addDesktop(data.database, project, {
      status: '',
      task_status: 'scheduling',
      product_id: 'workspace.of.old',
      image_id: randomUUID(),
    });
    const { desktop } = Value.Parse(ShowAnswer, (await get(`/desktops/${id}`)).body);
    assert.equal(desktop.status, '');
    assert.equal(desktop.task_status, 'scheduling');
    assert.equal(desktop.login_status, 'UNREGISTER');
    assert.equal(desktop.attach_state, 'UNATTACH');
    assert.equal(desktop.user_name, null);
    assert.equal(desktop.root_volume, null);
    assert.equal(desktop.product, null);
    assert.deepEqual(desktop.addresses, {});
  });

  it('shows the progress of the running task and of no other', async () => {
    const job = randomUUID();
    await data.pool.query(
      `insert into jobs (id, project_id, job_type, begin_time) values ($1, $2, 'createDesktops', now())`,
      [job, project.projectId],
    );
    const id = await addDesktop(data.database, project, { task_status: 'spawning' });
    await data.pool.query('update desktops set task_job_id = $1 where id = $2', [job, id]);
    for (const [desktop, progress] of [
      [id, 60],
      [randomUUID(), 20],
    ]) {
      await data.pool.query(
        `insert into sub_jobs (id, job_id, project_id, position, status, progress, desktop_id, begin_time)
         values (gen_random_uuid(), $1, $2, 0, 'RUNNING', $3, $4, now())`,
        [job, project.projectId, progress, desktop],
      );
    }
    const { desktop } = Value.Parse(ShowAnswer, (await get(`/desktops/${id}`)).body);
    assert.equal(desktop.process, 60);
  });

  it('answers a gone, a foreign and a missing desktop alike, and a malformed id with 400 (S9, S16)', async () => {
    const gone = await addDesktop(data.database, project, { gone_at: new Date() });
    const foreign = await addDesktop(data.database, await addProject(data.database));
    for (const path of ['', '/networks']) {
      for (const id of [gone, foreign, randomUUID()]) {
        assert.deepEqual(await get(`/desktops/${id}${path}`), {
          status: 404,
          body: { error_code: 'DPL.0404', error_msg: 'The desktop does not exist.' },
        });
      }
      assert.equal((await get(`/desktops/NOT-AN-ID${path}`)).status, 400);
    }
  });

  it('refuses a caller without the right before telling whether the desktop exists (S4)', async () => {
    const there = await addDesktop(data.database, project);
    for (const id of [there, randomUUID()]) {
      assert.equal((await get(`/desktops/${id}`, 'nobody')).status, 403);
      assert.equal((await get(`/desktops/${id}/networks`, 'nobody')).status, 403);
    }
  });

  it('shows the networks of every port that is still there', async () => {
    const id = await addDesktop(data.database, project, { computer_name: 'NETS' });
    const port = await addPort(data.database, project, id, '100.64.0.9');
    await addPort(data.database, project, id, '100.64.0.10', { state: 'absent' });
    const answer = await get(`/desktops/${id}/networks`);
    assert.deepEqual(Value.Parse(DesktopNetwork, answer.body), {
      computer_name: 'NETS',
      computer_id: id,
      network_infos: [
        {
          vpc_info: { id: project.vpcId, name: 'vpc-1', cidr: '100.64.0.0/16' },
          subnet_info: { id: project.subnetId, name: 'subnet-1', cidr: '100.64.0.0/20' },
          port_info: { id: port, ip_address: '100.64.0.9' },
          public_ip_info: null,
          security_groups: [{ id: project.securityGroupId, name: 'WorkspaceUserSecurityGroup' }],
        },
      ],
    });
  });

  it('gives every documented field in the short list, with its own time format', async () => {
    const own = await addProject(data.database);
    const id = await addDesktop(data.database, own);
    await addUser(data.database, own, 'carol', [id]);
    await addPort(data.database, own, id, '100.64.0.7');
    const { body } = await api.call(own.projectId, 'GET', '/desktops');
    const { total_count, desktops } = Value.Parse(ListAnswer, body);
    assert.equal(total_count, 1);
    const [desktop] = desktops;
    assert.ok(desktop !== undefined);
    assert.deepEqual(Object.keys(desktop).sort(), [...simpleFields].sort());
    assert.equal(desktop.created, '2026-03-04 05:06:07');
    assert.equal(desktop.domain_id, own.domainId);
    assert.equal(desktop.ip_address, '100.64.0.7');
    assert.equal(desktop.user_name, 'carol');
    assert.equal(desktop.connect_status, 'REGISTERED');
  });

  it('lists who may connect and whether the desktop is ready', async () => {
    const own = await addProject(data.database);
    const up = await addDesktop(data.database, own, { computer_name: 'UP' });
    const down = await addDesktop(data.database, own, { computer_name: 'DOWN', status: 'SHUTOFF' });
    const dora = await addUser(data.database, own, 'dora', [up, down]);
    const call = async (query: string) =>
      (await api.call(own.projectId, 'GET', `/connect-desktops${query}`)).body;
    const ready = {
      desktop_id: up,
      desktop_name: 'UP',
      connect_status: 'REGISTERED',
      attach_users: [{ id: dora, name: 'dora', user_group: 'sudo', type: 'USER' }],
    };
    assert.deepEqual(await call('?connect_status=REGISTERED'), { desktops: [ready], total_count: 1 });
    assert.deepEqual(await call('?connect_status=CONNECTED'), { desktops: [], total_count: 0 });
    assert.deepEqual(await call('?user_names=dor'), { desktops: [], total_count: 0 });
    assert.deepEqual(await call('?user_names=DORA&connect_status=REGISTERED'), {
      desktops: [ready],
      total_count: 1,
    });
  });
});

const detailFields =
  'desktop_id computer_name os_host_name addresses ip_addresses ipv4 ipv6 user_list user_group_list desktop_type metadata flavor status task_status in_maintenance_mode created security_groups login_status user_name attach_user_infos product_id share_resource_sku root_volume data_volumes user_group availability_zone site_type site_name product ou_name os_version sid order_id tags is_support_internet internet_mode internet_mode_list is_attaching_eip attach_state enterprise_project_id subnet_id bill_resource_id process root_resource_id hour_package_info is_freeze isolated domain'.split(
    ' ',
  );

const simpleFields =
  'domain_id project_id desktop_id computer_name os_host_name created ip_address user_name attach_user_infos user_group sid ou_name enterprise_project_id tags in_maintenance_mode share_resource_sku desktop_type desktop_detail_type subnet_id bill_resource_id status task_status availability_zone connect_status pool_id'.split(
    ' ',
  );
