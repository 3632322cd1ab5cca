import type { Static } from 'typebox';
import { findProduct, presentProductInfo } from '../../catalogue/products.js';
import type { EngineOffer } from '../../engines/contract.js';
import { formatMillisecondTime, formatPlainTime, formatSecondTime } from '../../http/apiTimes.js';
import type { DesktopRow } from './desktopRow.js';
import type { ConnectDesktop, DesktopDetail, DesktopNetwork, SimpleDesktop } from './desktopSchemas.js';

/** `DesktopDetailInfo`: every field, null where Deskplane has nothing to say (docs/reference/desktops.md#a-desktop-in-full). */
export function presentDesktop(desktop: DesktopRow, offer: EngineOffer): Static<typeof DesktopDetail> {
  const product = findProduct(desktop.product_id);
  const image = offer.images.find(({ id }) => id === desktop.image_id);
  const root = desktop.volumes.find((volume) => volume.is_root === true);
  return {
    desktop_id: desktop.id,
    computer_name: desktop.computer_name,
    os_host_name: desktop.computer_name,
    addresses: presentAddresses(desktop.ports),
    ip_addresses: desktop.ports.map(({ address }) => address),
    ipv4: desktop.ports[0]?.address ?? null,
    ipv6: null,
    user_list: desktop.users.map((user) => user.user_name),
    user_group_list: desktop.groups.map((group) => group.name),
    desktop_type: desktop.desktop_type,
    metadata: {
      image_name: image?.name ?? desktop.image_id,
      'metering.image_id': desktop.image_id,
      'metering.resourcespeccode': desktop.product_id,
      'metering.resourcetype': '1',
      os_bit: '64',
      os_type: image?.osType ?? 'Linux',
      desktop_os_version: image?.osVersion ?? '',
    },
    flavor: { id: product?.flavorId ?? desktop.product_id, links: [] },
    status: desktop.status,
    task_status: desktop.task_status,
    in_maintenance_mode: desktop.in_maintenance_mode,
    created: formatMillisecondTime(desktop.created_at),
    security_groups: desktop.security_groups,
    login_status: desktop.login_status,
    ...presentUsers(desktop),
    product_id: desktop.product_id,
    share_resource_sku: null,
    root_volume: root === undefined ? null : presentVolume(root),
    data_volumes: desktop.volumes.filter((volume) => volume.is_root !== true).map(presentVolume),
    availability_zone: desktop.availability_zone,
    site_type: 'CENTER',
    site_name: null,
    product: product === undefined ? null : presentProductInfo(product),
    ou_name: desktop.ou_name,
    os_version: image?.osVersion ?? null,
    sid: desktop.id,
    order_id: null,
    tags: desktop.tags,
    is_support_internet: false,
    internet_mode: null,
    internet_mode_list: [],
    is_attaching_eip: false,
    attach_state: desktop.users.length + desktop.groups.length > 0 ? 'ATTACHED' : 'UNATTACH',
    enterprise_project_id: desktop.enterprise_project_id,
    subnet_id: desktop.subnet_id,
    bill_resource_id: null,
    process: desktop.task_status === '' ? null : desktop.task_progress,
    root_resource_id: null,
    hour_package_info: null,
    is_freeze: false,
    isolated: false,
    domain: null,
    deletion_protection: desktop.deletion_protection,
    fail_reason: desktop.fail_reason,
  };
}

/** `SimpleDesktopInfo`: the shorter form of ListDesktops (docs/reference/desktops.md#a-desktop-in-short). */
export function presentSimpleDesktop(desktop: DesktopRow): Static<typeof SimpleDesktop> {
  return {
    domain_id: desktop.domain_id,
    project_id: desktop.project_id,
    desktop_id: desktop.id,
    computer_name: desktop.computer_name,
    os_host_name: desktop.computer_name,
    created: formatPlainTime(desktop.created_at),
    ip_address: desktop.ports[0]?.address ?? null,
    ...presentUsers(desktop),
    sid: desktop.id,
    ou_name: desktop.ou_name,
    enterprise_project_id: desktop.enterprise_project_id,
    tags: desktop.tags,
    in_maintenance_mode: desktop.in_maintenance_mode,
    share_resource_sku: null,
    desktop_type: desktop.desktop_type,
    desktop_detail_type: desktop.desktop_type,
    subnet_id: desktop.subnet_id,
    bill_resource_id: null,
    status: desktop.status,
    task_status: desktop.task_status,
    availability_zone: desktop.availability_zone,
    connect_status: desktop.login_status,
    pool_id: null,
  };
}

/** `ConnectDesktopsInfo`: who may work on a desktop and whether it is ready for them (docs/reference/desktops.md#connections). */
export function presentConnectDesktop(desktop: DesktopRow): Static<typeof ConnectDesktop> {
  return {
    desktop_id: desktop.id,
    desktop_name: desktop.computer_name,
    connect_status: desktop.login_status,
    attach_users: attachedTo(desktop).map(({ id, name, group, type }) => ({
      id,
      name,
      user_group: group,
      type,
    })),
  };
}

/** The networks that a desktop's ports are in (docs/reference/desktops.md#networks). Deskplane has no public addresses. */
export function presentDesktopNetwork(desktop: DesktopRow): Static<typeof DesktopNetwork> {
  return {
    computer_name: desktop.computer_name,
    computer_id: desktop.id,
    network_infos: desktop.ports.map((port) => ({
      vpc_info: { id: port.vpc_id, name: port.vpc_name, cidr: port.vpc_cidr },
      subnet_info: { id: port.subnet_id, name: port.subnet_name, cidr: port.subnet_cidr },
      port_info: { id: port.id, ip_address: port.address },
      public_ip_info: null,
      security_groups: desktop.security_groups,
    })),
  };
}

/** The first user in the single fields of old, all users and groups in the list. */
function presentUsers(desktop: Pick<DesktopRow, 'users' | 'groups'>) {
  const [first] = desktop.users;
  return {
    user_name: first?.user_name ?? null,
    user_group: first?.user_group ?? null,
    attach_user_infos: attachedTo(desktop).map(({ id, name, group, type }) => ({
      user_id: id,
      user_name: name,
      domain: null,
      user_group: group,
      type,
    })),
  };
}

function attachedTo({ users, groups }: Pick<DesktopRow, 'users' | 'groups'>) {
  return [
    ...users.map((user) => ({ id: user.id, name: user.user_name, group: user.user_group, type: 'USER' })),
    ...groups.map(({ id, name, user_group: group }) => ({ id, name, group, type: 'GROUP' })),
  ];
}

function presentVolume(volume: DesktopRow['volumes'][number]) {
  return {
    id: volume.id,
    volume_id: volume.id,
    type: volume.volume_type,
    size: volume.size_gib,
    iops: volume.iops,
    throughput: volume.throughput,
    // Terraform sorts by it and fails without it
    device: volume.device ?? '',
    display_name: volume.display_name,
    create_time: formatSecondTime(new Date(volume.created_at)),
    bill_resource_id: null,
    desktop_pool_disk_id: null,
    kms_id: null,
    resource_spec_code: volume.volume_type,
  };
}

type AddressesByVpc = Static<typeof DesktopDetail>['addresses'];

function presentAddresses(ports: DesktopRow['ports']): AddressesByVpc {
  const addresses: AddressesByVpc = {};
  for (const port of ports) {
    addresses[port.vpc_id] = [
      ...(addresses[port.vpc_id] ?? []),
      {
        addr: port.address,
        version: '4',
        'OS-EXT-IPS-MAC:mac_addr': port.mac_address ?? '',
        'OS-EXT-IPS:type': 'fixed',
      },
    ];
  }
  return addresses;
}
