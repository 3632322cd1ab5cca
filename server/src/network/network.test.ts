import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../ambient.js';
import { checkAnswers } from '../testing/checkAnswers.js';
import { createDesktopApi, type DesktopApi } from '../testing/desktopApi.js';
import { addDesktop, addPort, addProject, type TestProject } from '../testing/desktopRows.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { addNetworkRoutes } from './routes.js';

describe('the network look-ups', () => {
  let test: TestDatabase;
  let api: DesktopApi;
  let project: TestProject;
  let other: TestProject;
  let ports: string[];
  let desktop: string;

  before(async () => {
    test = await createTestDatabase();
    project = await addProject(test.database);
    other = await addProject(test.database);
    const desktopId = await addDesktop(test.database, project);
    desktop = desktopId;
    ports = [];
    for (const address of ['100.64.0.5', '100.64.0.6', '100.64.0.7']) {
      ports.push(await addPort(test.database, project, desktopId, address));
    }
    await addPort(test.database, project, desktopId, '100.64.0.8', { state: 'intended' });
    await addPort(test.database, project, desktopId, '100.64.0.9', { state: 'absent' });
    const foreign = await addDesktop(test.database, other);
    await addPort(test.database, other, foreign, '100.64.0.5');
    ports.sort();
    api = await createDesktopApi(test.database, (app) => {
      checkAnswers(app);
      addNetworkRoutes(app, { database: test.database, ambient: realAmbient });
    });
  });
  after(async () => {
    await api.close();
    await test.drop();
  });

  async function get(url: string, caller = 'root'): Promise<{ status: number; body: unknown }> {
    const answer = await api.app.inject({ method: 'GET', url, headers: { 'x-auth-token': caller } });
    return { status: answer.statusCode, body: answer.json() };
  }

  async function idsOf(url: string, list: string): Promise<unknown[]> {
    const { status, body } = await get(url);
    assert.equal(status, 200, JSON.stringify(body));
    const entries: unknown = Reflect.get(Object(body), list);
    assert.ok(Array.isArray(entries));
    return entries.map((entry) => Reflect.get(Object(entry), 'id'));
  }

  it('says how many addresses of a subnet are free, and nothing of another project’s', async () => {
    const { projectId, subnetId } = project;
    const path = `/v2/${projectId}/subnets/${subnetId}/available-ip`;
    const { body } = await get(`/v1/${projectId}/subnets/${subnetId}`);
    const free: unknown = Reflect.get(
      Object(Reflect.get(Object(body), 'subnet')),
      'available_ip_address_count',
    );
    assert.deepEqual(await get(path), { status: 200, body: { available_ip: free } });
    assert.equal((await get(path.replace(subnetId, other.subnetId))).status, 404);
    assert.equal((await get(path.replace(subnetId, randomUUID()))).status, 404);
  });

  it('lists the project’s own things and shows each of them, in every version', async () => {
    const { projectId, vpcId, subnetId, securityGroupId } = project;
    const lists: [string, string, string][] = [
      [`/v2/${projectId}/subnets?vpc_id=${vpcId}`, 'subnets', subnetId],
      [`/v2/${projectId}/security-groups`, 'security_groups', securityGroupId],
      [`/v1/${projectId}/vpcs`, 'vpcs', vpcId],
      [`/v1/${projectId}/subnets?vpc_id=${vpcId}`, 'subnets', subnetId],
      [`/v1/${projectId}/security-groups`, 'security_groups', securityGroupId],
      [`/v3/${projectId}/vpc/security-groups`, 'security_groups', securityGroupId],
    ];
    for (const [url, list, id] of lists) assert.deepEqual(await idsOf(url, list), [id], url);
    const shows: [string, string, string][] = [
      [`/v1/${projectId}/vpcs/${vpcId}`, 'vpc', vpcId],
      [`/v1/${projectId}/subnets/${subnetId}`, 'subnet', subnetId],
      [`/v1/${projectId}/security-groups/${securityGroupId}`, 'security_group', securityGroupId],
      [`/v1/${projectId}/ports/${ports[0]}`, 'port', ports[0] ?? ''],
      [`/v3/${projectId}/vpc/vpcs/${vpcId}`, 'vpc', vpcId],
      [`/v3/${projectId}/vpc/security-groups/${securityGroupId}`, 'security_group', securityGroupId],
    ];
    for (const [url, name, id] of shows) {
      const { status, body } = await get(url);
      assert.equal(status, 200, url);
      assert.equal(Reflect.get(Object(Reflect.get(Object(body), name)), 'id'), id, url);
    }
  });

  it('S16: answers the same for another project’s thing, for a missing one and for a text that is no id', async () => {
    const foreign = {
      vpcs: other.vpcId,
      subnets: other.subnetId,
      'security-groups': other.securityGroupId,
      ports: (await idsOf(`/v1/${other.projectId}/ports`, 'ports'))[0],
    };
    for (const [kind, foreignId] of Object.entries(foreign)) {
      const ids = [foreignId, randomUUID(), 'no-id', "'; drop table vpcs; --"];
      const answers = await Promise.all(
        ids.map((id) => get(`/v1/${project.projectId}/${kind}/${encodeURIComponent(String(id))}`)),
      );
      for (const answer of answers) {
        assert.equal(answer.status, 404, kind);
        assert.deepEqual(answer.body, answers[0]?.body);
      }
    }
    for (const url of ['vpcs', 'security-groups']) {
      assert.equal((await get(`/v3/${project.projectId}/vpc/${url}/${randomUUID()}`)).status, 404);
    }
    assert.deepEqual(await idsOf(`/v1/${project.projectId}/subnets?vpc_id=${other.vpcId}`, 'subnets'), []);
  });

  it('lists the ports that are there, filtered, and page by page to an empty page', async () => {
    const workspace = `/v2/${project.projectId}/ports`;
    const vpc = `/v1/${project.projectId}/ports`;
    for (const base of [workspace, vpc]) {
      assert.deepEqual(await idsOf(base, 'ports'), ports);
      assert.deepEqual(await idsOf(`${base}?limit=2`, 'ports'), ports.slice(0, 2));
      assert.deepEqual(await idsOf(`${base}?limit=2&marker=${ports[1]}`, 'ports'), ports.slice(2));
      assert.deepEqual(await idsOf(`${base}?marker=${ports[2]}`, 'ports'), []);
    }
    assert.equal((await idsOf(`${workspace}?ip_address=100.64.0.6`, 'ports')).length, 1);
    assert.deepEqual(await idsOf(`${workspace}?ip_address=100.64.0.9`, 'ports'), []);
    assert.deepEqual(await idsOf(`${workspace}?subnet_id=${other.subnetId}`, 'ports'), []);
    assert.deepEqual(await idsOf(`${workspace}?is_used=true`, 'ports'), ports);
    assert.deepEqual(await idsOf(`${workspace}?is_used=false`, 'ports'), []);
    assert.deepEqual(await idsOf(`${vpc}?device_id=${desktop}`, 'ports'), ports);
    assert.deepEqual(await idsOf(`${vpc}?device_id=${randomUUID()}`, 'ports'), []);
    assert.deepEqual(await idsOf(`${vpc}?mac_address=fa:16:3e:00:00:01`, 'ports'), ports);
  });

  it('says of a subnet whether a desktop lies in it', async () => {
    const { body } = await get(`/v2/${project.projectId}/subnets`);
    assert.deepEqual(
      { ...Reflect.get(Object(body), 'subnets')[0], subnet_size: Reflect.get(Object(body), 'subnet_size') },
      {
        id: project.subnetId,
        unused: false,
        checked: false,
        vpc_id: project.vpcId,
        name: 'subnet-1',
        cidr: '100.64.0.0/20',
        gateway_ip: '100.64.0.1',
        dhcp_enable: true,
        ipv6_enable: false,
        primary_dns: '',
        secondary_dns: '',
        status: 'ACTIVE',
        availability_zone: '',
        neutron_subnet_id: project.subnetId,
        neutron_ipv6_subnet_id: null,
        description: '',
        subnet_size: 1,
      },
    );
  });

  it('pages version 3 by marker', async () => {
    const url = `/v3/${project.projectId}/vpc/security-groups`;
    const { body } = await get(`${url}?limit=1`);
    assert.deepEqual(Reflect.get(Object(body), 'page_info'), {
      current_count: 1,
      next_marker: project.securityGroupId,
    });
    assert.deepEqual(await idsOf(`${url}?marker=${project.securityGroupId}`, 'security_groups'), []);
  });

  it('is closed to who has no right', async () => {
    for (const path of [`v2/${project.projectId}/ports`, `v1/${project.projectId}/vpcs/${project.vpcId}`]) {
      assert.equal((await get(`/${path}`, 'nobody')).status, 403, path);
    }
  });
});
