import { Type } from 'typebox';
import { ProductInfo } from '../../catalogue/schemas.js';
import { nullable } from '../../http/schemas/values.js';
import { DeletionProtection } from '../change/protectDesktop.js';

// A list of types instead of a union: the serialiser writes it without trying alternatives, field after field.
const text = Type.Unsafe<string | null>({ type: ['string', 'null'] });
const integer = Type.Unsafe<number | null>({ type: ['integer', 'null'] });

export const TagBody = Type.Object({ key: Type.String(), value: Type.String() });

const AttachedUser = Type.Object({
  user_id: Type.String(),
  user_name: Type.String(),
  domain: text,
  user_group: Type.String(),
  type: Type.String({ description: 'USER or GROUP.' }),
});

const Volume = Type.Object({
  id: Type.String(),
  volume_id: Type.String(),
  type: text,
  size: Type.Unsafe<number | null>({ type: ['integer', 'null'], description: 'In GB.' }),
  iops: integer,
  throughput: integer,
  device: Type.String(),
  display_name: text,
  create_time: Type.String(),
  bill_resource_id: text,
  desktop_pool_disk_id: text,
  kms_id: text,
  resource_spec_code: text,
});

const SecurityGroup = Type.Object({ id: Type.String(), name: Type.String() });

const Address = Type.Object({
  addr: Type.String(),
  version: Type.String(),
  'OS-EXT-IPS-MAC:mac_addr': Type.String(),
  'OS-EXT-IPS:type': Type.String(),
});

/** `DesktopDetailInfo` (docs/reference/desktops.md#a-desktop-in-full). */
export const DesktopDetail = Type.Object({
  desktop_id: Type.String(),
  computer_name: Type.String(),
  os_host_name: Type.String(),
  addresses: Type.Record(Type.String(), Type.Array(Address), { description: 'By VPC ID.' }),
  ip_addresses: Type.Array(Type.String()),
  ipv4: text,
  ipv6: text,
  user_list: Type.Array(Type.String()),
  user_group_list: Type.Array(Type.String()),
  desktop_type: Type.String(),
  metadata: Type.Record(Type.String(), Type.String()),
  flavor: Type.Object({
    id: Type.String(),
    links: Type.Array(Type.Object({ rel: Type.String(), hrel: Type.String() })),
  }),
  status: Type.String(),
  task_status: Type.String({ description: 'Empty: no task runs.' }),
  in_maintenance_mode: Type.Boolean(),
  created: Type.String(),
  security_groups: Type.Array(SecurityGroup),
  login_status: Type.String(),
  user_name: text,
  user_group: text,
  attach_user_infos: Type.Array(AttachedUser),
  product_id: Type.String(),
  share_resource_sku: text,
  root_volume: nullable(Volume),
  data_volumes: Type.Array(Volume),
  availability_zone: Type.String(),
  site_type: text,
  site_name: text,
  product: nullable(ProductInfo),
  ou_name: text,
  os_version: text,
  sid: text,
  order_id: text,
  tags: Type.Array(TagBody),
  is_support_internet: Type.Boolean(),
  internet_mode: text,
  internet_mode_list: Type.Array(Type.String()),
  is_attaching_eip: Type.Boolean(),
  attach_state: Type.String(),
  enterprise_project_id: Type.String(),
  subnet_id: Type.String(),
  bill_resource_id: text,
  process: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Progress of the running task, 0 to 100; null: no task runs.',
  }),
  root_resource_id: text,
  hour_package_info: Type.Null(),
  is_freeze: Type.Boolean(),
  isolated: Type.Boolean(),
  domain: text,
  deletion_protection: DeletionProtection,
  fail_reason: Type.Unsafe<string | null>({
    type: ['string', 'null'],
    description:
      'Deskplane’s own: why the engine could not do what was last asked of the desktop, in the language of its creator. Null: it could.',
  }),
});

/** `SimpleDesktopInfo` (docs/reference/desktops.md#a-desktop-in-short). */
export const SimpleDesktop = Type.Object({
  domain_id: Type.String(),
  project_id: Type.String(),
  desktop_id: Type.String(),
  computer_name: Type.String(),
  os_host_name: Type.String(),
  created: Type.String(),
  ip_address: text,
  user_name: text,
  attach_user_infos: Type.Array(AttachedUser),
  user_group: text,
  sid: text,
  ou_name: text,
  enterprise_project_id: Type.String(),
  tags: Type.Array(TagBody),
  in_maintenance_mode: Type.Boolean(),
  share_resource_sku: text,
  desktop_type: Type.String(),
  desktop_detail_type: Type.String(),
  subnet_id: Type.String(),
  bill_resource_id: text,
  status: Type.String(),
  task_status: Type.String(),
  availability_zone: Type.String(),
  connect_status: Type.String(),
  pool_id: text,
});

/** `ConnectDesktopsInfo` (docs/reference/desktops.md#connections). */
export const ConnectDesktop = Type.Object({
  desktop_id: Type.String(),
  desktop_name: Type.String(),
  connect_status: Type.String(),
  attach_users: Type.Array(
    Type.Object({ id: Type.String(), name: Type.String(), user_group: Type.String(), type: Type.String() }),
  ),
});

const NamedNet = Type.Object({ id: Type.String(), name: Type.String(), cidr: Type.String() });

/** The answer of ShowDesktopNetwork (docs/reference/desktops.md#networks). */
export const DesktopNetwork = Type.Object({
  computer_name: Type.String(),
  computer_id: Type.String(),
  network_infos: Type.Array(
    Type.Object({
      vpc_info: NamedNet,
      subnet_info: NamedNet,
      port_info: Type.Object({ id: Type.String(), ip_address: Type.String() }),
      public_ip_info: Type.Null(),
      security_groups: Type.Array(SecurityGroup),
    }),
  ),
});
