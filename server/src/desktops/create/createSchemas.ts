import { Type } from 'typebox';
import { maxIops, maxThroughput, volumeTypes } from '../../catalogue/volumeProducts.js';
import type { NotOffered } from '../../http/notOffered.js';
import { oneLineText } from '../../http/schemas/text.js';
import { nullable, oneOf } from '../../http/schemas/values.js';
import { UserEmail, UserName, UserPhone } from '../../users/schemas.js';
import { DeletionProtection } from '../change/protectDesktop.js';
import { computerNameLength, computerNamePattern } from '../computerName.js';
import { maxTags, Tag } from '../tags/tagSchemas.js';

const Id = Type.String({ minLength: 1, maxLength: 255 });
/** A name, or an empty text where clients send one for what they leave open. */
const ComputerName = Type.String({
  maxLength: computerNameLength,
  pattern: `${computerNamePattern}|^$`,
});

/** Sizes in GB, in steps of ten (docs/reference/limits.md#disks). */
export function volumeOf(smallest: number) {
  return Type.Object({
    type: oneOf(volumeTypes),
    size: Type.Integer({ minimum: smallest, maximum: 32_760, multipleOf: 10 }),
    iops: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: maxIops }))),
    throughput: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: maxThroughput }))),
    kms_id: Type.Optional(nullable(Type.String({ maxLength: 255 }))),
  });
}

const NewDesktop = Type.Object({
  user_name: Type.Optional(UserName),
  user_email: Type.Optional(UserEmail),
  user_phone: Type.Optional(UserPhone),
  user_group: Type.Optional(oneOf(['', 'sudo', 'default', 'administrators', 'users'])),
  computer_name: Type.Optional(ComputerName),
  desktop_name_prefix: Type.Optional(
    Type.String({ maxLength: 5, pattern: '^(?:[A-Za-z0-9][A-Za-z0-9-]*)?$' }),
  ),
});

/** The body of CreateDesktop. Keys that are not named here are ignored, as clients of every age send them. */
export const CreateDesktopBody = Type.Object({
  desktop_type: oneOf(['DEDICATED', 'SHARED']),
  product_id: Id,
  image_type: Type.Optional(oneOf(['private', 'gold', 'market'])),
  image_id: Id,
  root_volume: volumeOf(10),
  data_volumes: Type.Optional(Type.Array(volumeOf(10), { maxItems: 10 })),
  availability_zone: Type.Optional(Type.String({ maxLength: 255 })),
  vpc_id: Type.Optional(Type.String({ maxLength: 255 })),
  nics: Type.Optional(Type.Array(Type.Object({ subnet_id: Id }), { maxItems: 5 })),
  security_groups: Type.Optional(Type.Array(Type.Object({ id: Id }), { maxItems: 100 })),
  desktops: Type.Optional(Type.Array(NewDesktop, { minItems: 1, maxItems: 100 })),
  size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  desktop_name: Type.Optional(ComputerName),
  desktop_name_policy_id: Type.Optional(nullable(Type.String({ maxLength: 36 }))),
  desktop_ips: Type.Optional(Type.Array(Type.String({ maxLength: 45 }), { maxItems: 100 })),
  email_notification: Type.Optional(
    Type.Boolean({ description: 'Whether its user gets a mail once it is ready. Omitted: true.' }),
  ),
  enterprise_project_id: Type.Optional(Type.String({ maxLength: 36, pattern: '^[a-zA-Z0-9_-]*$' })),
  ou_name: Type.Optional(nullable(oneLineText(255))),
  tags: Type.Optional(Type.Array(Tag, { maxItems: maxTags })),
  deletion_protection: Type.Optional(DeletionProtection),
  eip: Type.Optional(nullable(Type.Object({}))),
});

/** There is nothing behind these: packages of hours, directories, and disks of other desktops. */
export const creationNotOffered: NotOffered = {
  buy_type: ['custom'],
  hour_package_offering_id: [],
  hour_package_product_id: [],
  domain: [],
  if_mount_old_desktop_disk: [false],
  apply_shared_vpc_dedicated_param: [],
  'desktops[].domain': [],
  'desktops[].os_host_name': [],
  'desktops[].copy_volume_desktop_id': [],
  'desktops[].copy_volume_ids': [],
  'desktops[].if_delete_old_desktop': [false],
};

export type CreateDesktopBody = Type.Static<typeof CreateDesktopBody>;
