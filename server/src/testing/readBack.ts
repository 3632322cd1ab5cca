import assert from 'node:assert/strict';
import { findProduct } from '../catalogue/products.js';
import { prefixOf } from '../desktops/create/nameDesktops.js';
import { readSubJobs } from './desktopCalls.js';
import { type OrderPlace, type RandomOrder, randomOrders } from './orderArbitraries.js';
import type { TestAnswer, TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** The place of a service's orders: its networks, two enterprise projects, and the addresses at the end of each subnet. */
export async function orderPlaceOf(service: TestService): Promise<OrderPlace> {
  const read = async (path: string): Promise<TestAnswer['body']> => (await service.call('GET', path)).body;
  const { vpcs } = await read(`//v1/${service.credentials.project_id}/vpcs`);
  const { subnets } = await read(`//v1/${service.credentials.project_id}/subnets`);
  const { subnet_ids } = await read('/workspaces');
  const { security_groups } = await read('/security-groups');
  const own: string[] = subnet_ids.map(({ subnet_id }: { subnet_id: string }) => subnet_id);
  assert.ok(vpcs.length > 0 && own.length > 0);
  const known = new Map<string, { vpc_id: string; cidr: string }>(
    subnets.map((subnet: { id: string; vpc_id: string; cidr: string }) => [subnet.id, subnet]),
  );
  const project = await service.call('POST', '//v1.0/enterprise-projects', { name: 'random' });
  const used = new Map<string, number>();
  return {
    offer: service.engine.offer,
    subnets: own.map((id) => ({ id, vpcId: known.get(id)?.vpc_id ?? '' })),
    securityGroupIds: security_groups.map(({ id }: { id: string }) => id),
    enterpriseProjectIds: ['0', project.body.enterprise_project.id],
    freeAddress: (subnetId) => {
      const number = (used.get(subnetId) ?? 0) + 1;
      used.set(subnetId, number);
      return addressFromEnd(known.get(subnetId)?.cidr ?? '', number);
    },
  };
}

/** Beyond the broadcast address and what a gateway may have. */
function addressFromEnd(cidr: string, number: number): string {
  const [network = '', bits = '32'] = cidr.split('/');
  const first = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const address = first + 2 ** (32 - Number(bits)) - 4 - number;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

/**
 * Orders random desktops, waits for them, and holds every read of each to what was sent.
 * @throws {Error} with the seed and the order for which a read differs
 */
export async function holdReadsToOrders(
  service: TestService,
  { seed, count, atOnce }: { readonly seed: number; readonly count: number; readonly atOnce: number },
): Promise<void> {
  const place = await orderPlaceOf(service);
  const orders = randomOrders(place, seed, count);
  for (let from = 0; from < orders.length; from += atOnce)
    await Promise.all(
      orders.slice(from, from + atOnce).map(async (order, index) => {
        try {
          await holdReadsToOrder(service, place, order);
        } catch (error) {
          const which = `seed ${seed}, order ${from + index}: ${JSON.stringify(order)}`;
          throw new Error(`${error instanceof Error ? error.message : error}\n${which}`, { cause: error });
        }
      }),
    );
}

async function holdReadsToOrder(service: TestService, place: OrderPlace, order: RandomOrder): Promise<void> {
  const answer = await service.call('POST', '/desktops', order);
  assert.equal(answer.status, 200, answer.text);
  const jobs = await waitUntil(async () => {
    const now = await readSubJobs(service, answer.body.job_id);
    assert.ok(!now.some(({ status }) => status === 'FAILED'), JSON.stringify(now));
    return now.every(({ status }) => status === 'SUCCESS') && now;
  }, 'the desktops to run');
  assert.equal(jobs.length, order.desktops?.length ?? order.size);
  for (const [index, { entities }] of jobs.entries())
    await holdReads(service, entities.desktop_id, expectedOf(place, order, index));
}

interface Expected {
  readonly order: RandomOrder;
  readonly entry: NonNullable<RandomOrder['desktops']>[number];
  readonly zone: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly groups: readonly string[] | undefined;
  readonly project: string;
  readonly address: string | undefined;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly name: RegExp;
}

function expectedOf(place: OrderPlace, order: RandomOrder, index: number): Expected {
  const entry = order.desktops?.[index] ?? {};
  const subnet = place.subnets.find(({ id }) => id === order.nics?.[0]?.subnet_id) ?? place.subnets[0];
  const groups = order.security_groups?.map(({ id }) => id) ?? [];
  return {
    order,
    entry,
    zone: order.availability_zone || (place.offer.availabilityZones[0]?.id ?? ''),
    subnetId: subnet?.id ?? '',
    vpcId: subnet?.vpcId ?? '',
    groups: groups.length === 0 ? undefined : groups,
    project: order.enterprise_project_id || '0',
    address: order.desktop_ips?.[index],
    tags: (order.tags ?? []).map(({ key, value = '' }) => ({ key, value })),
    name: nameOf(order, entry),
  };
}

function nameOf(order: RandomOrder, entry: Expected['entry']): RegExp {
  if (entry.computer_name) return new RegExp(`^${entry.computer_name}$`);
  if (order.desktops === undefined && order.size === 1 && order.desktop_name)
    return new RegExp(`^${order.desktop_name}$`);
  const prefix =
    order.desktops === undefined
      ? order.desktop_name || 'desktop'
      : entry.desktop_name_prefix || prefixOf(entry.user_name ?? '');
  return new RegExp(`^${prefix.slice(0, 11)}.*[0-9]{2}$`);
}

async function holdReads(service: TestService, id: string, expected: Expected): Promise<void> {
  const read = async (path: string): Promise<TestAnswer['body']> => {
    const { status, body, text } = await service.call('GET', path);
    assert.equal(status, 200, `${path}: ${text}`);
    return body;
  };
  const { desktop } = await read(`/desktops/${id}`);
  const [detailed, ...more] = (await read(`/desktops/detail?desktop_id=${id}`)).desktops;
  const [listed] = (await read(`/desktops?computer_name=${desktop.computer_name}`)).desktops.filter(
    (each: { desktop_id: string }) => each.desktop_id === id,
  );
  assert.deepEqual([detailed, more], [desktop, []], 'the detailed list');
  holdDetail(desktop, expected);
  holdShort(listed, desktop, expected);
  const { tags } = await read(`/desktops/${id}/tags`);
  assert.deepEqual(byKey(tags), byKey(expected.tags), 'ShowTagByDesktopId');
  const { network_infos } = await read(`/desktops/${id}/networks`);
  const [net] = network_infos;
  assert.equal(network_infos.length, 1);
  assert.deepEqual(
    [net.vpc_info.id, net.subnet_info.id, net.port_info.ip_address, net.security_groups],
    [expected.vpcId, expected.subnetId, desktop.ip_addresses[0], desktop.security_groups],
    'ShowDesktopNetwork',
  );
  await holdPlan(service, id, expected.order);
  await holdUser(read, desktop, expected);
}

async function holdPlan(service: TestService, id: string, order: RandomOrder): Promise<void> {
  const { status, body } = await service.call('GET', `/desktops/${id}/deletion-plan`);
  if (order.deletion_protection === true) {
    assert.deepEqual([status, body.error_code], [409, 'DPL.0423']);
    return;
  }
  const volumes = body.items.filter(({ kind }: { kind: string }) => kind === 'volume');
  assert.equal(volumes.length, 1 + (order.data_volumes?.length ?? 0), 'the disks of the plan');
}

function holdDetail(desktop: TestAnswer['body'], { order, ...expected }: Expected): void {
  assert.match(desktop.computer_name, expected.name);
  const product = findProduct(order.product_id);
  const { desktop_type, product_id, ou_name = null, deletion_protection = false } = order;
  const sent = {
    desktop_type,
    product_id,
    ou_name,
    deletion_protection,
    availability_zone: expected.zone,
    subnet_id: expected.subnetId,
    enterprise_project_id: expected.project,
    status: 'ACTIVE',
    'metering.image_id': order.image_id,
    flavor: product?.flavorId,
    vpcs: [expected.vpcId],
  };
  const shown = Object.fromEntries(Object.keys(sent).map((field) => [field, desktop[field]]));
  const metering = { 'metering.image_id': desktop.metadata['metering.image_id'] };
  const vpcs = Object.keys(desktop.addresses);
  assert.deepEqual({ ...shown, ...metering, flavor: desktop.flavor.id, vpcs }, sent);
  assert.deepEqual(byKey(desktop.tags), byKey(expected.tags), 'tags');
  const groups = desktop.security_groups.map(({ id }: { id: string }) => id);
  if (expected.groups === undefined) assert.equal(groups.length, 1);
  else assert.deepEqual([...groups].sort(), [...expected.groups].sort(), 'security_groups');
  if (expected.address !== undefined) assert.deepEqual(desktop.ip_addresses, [expected.address]);
  const disks = [desktop.root_volume, ...desktop.data_volumes];
  assert.deepEqual(
    disks.map(({ type, size, iops, throughput }) => ({ type, size, iops, throughput })),
    [order.root_volume, ...(order.data_volumes ?? [])].map(({ type, size, iops, throughput }) => ({
      type,
      size,
      iops: iops || null,
      throughput: throughput || null,
    })),
    'disks',
  );
}

function holdShort(listed: TestAnswer['body'], desktop: TestAnswer['body'], expected: Expected): void {
  const same = [
    'desktop_id',
    'computer_name',
    'desktop_type',
    'ou_name',
    'subnet_id',
    'availability_zone',
    'enterprise_project_id',
    'user_name',
    'user_group',
    'attach_user_infos',
    'tags',
    'status',
  ];
  for (const field of same) assert.deepEqual(listed[field], desktop[field], `ListDesktops: ${field}`);
  assert.equal(listed.ip_address, desktop.ip_addresses[0]);
  assert.equal(listed.subnet_id, expected.subnetId);
}

async function holdUser(
  read: (path: string) => Promise<TestAnswer['body']>,
  desktop: TestAnswer['body'],
  { entry }: Expected,
): Promise<void> {
  const { user_name: name, user_email = '', user_phone = '' } = entry;
  assert.equal(desktop.user_name, name ?? null);
  assert.equal(desktop.attach_user_infos.length, name === undefined ? 0 : 1);
  if (name === undefined) return;
  const [user] = desktop.attach_user_infos;
  assert.equal(user.user_group, entry.user_group || 'default');
  const { user_detail: detail } = await read(`/users/${user.user_id}`);
  assert.deepEqual(
    [detail.user_name, detail.user_email, detail.user_phone, detail.total_desktops],
    [name, user_email, user_phone, 1],
  );
  const { desktops } = await read(`/connect-desktops?user_names=${name}`);
  assert.deepEqual(
    desktops.map((each: { desktop_id: string; desktop_name: string }) => [
      each.desktop_id,
      each.desktop_name,
    ]),
    [[desktop.desktop_id, desktop.computer_name]],
    'ListDesktopsConnectStatus',
  );
}

const byKey = (tags: readonly { readonly key: string; readonly value: string }[]) =>
  [...tags].sort((one, other) => (one.key < other.key ? -1 : 1));
