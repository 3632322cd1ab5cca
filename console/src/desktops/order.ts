import { computerNameLength, computerNamePattern } from '@deskplane/server/desktops/computerName.js';
import { userNameLength, userNamePattern } from '@deskplane/server/users/userFields.js';
import type { Parameters } from '../api/operations';
import type { Details } from './details';
import { type Image, type Product, usualDiskSize } from './offer';

export type Order = NonNullable<Parameters<'CreateDesktop'>['body']>;
export type OrderedDesktop = NonNullable<Order['desktops']>[number];

const namePattern = new RegExp(computerNamePattern);
const userPattern = new RegExp(userNamePattern);

/** Whether a desktop can have the name. */
export function isDesktopName(name: string): boolean {
  return name.length <= computerNameLength && namePattern.test(name);
}

/** Whether a desktop user can have the name. */
export function isUserName(name: string): boolean {
  return name.length <= userNameLength && userPattern.test(name);
}

/** The body of CreateDesktop for desktops that are alike. */
export function orderOf(
  desktops: readonly OrderedDesktop[],
  details: Details,
  image: Image,
  product: Product,
): Order {
  const type = 'SAS';
  const { dataDiskSize, subnetId, groupIds, tags, isProtected } = details;
  return {
    desktop_type: 'DEDICATED',
    product_id: product.product_id,
    image_type: image.image_type === 'private' ? 'private' : 'gold',
    image_id: image.id,
    root_volume: { type, size: details.diskSize ?? usualDiskSize(product, image) },
    ...(dataDiskSize === undefined ? {} : { data_volumes: [{ type, size: dataDiskSize }] }),
    ...(subnetId === undefined ? {} : { nics: [{ subnet_id: subnetId }] }),
    ...(groupIds.length === 0 ? {} : { security_groups: groupIds.map((id) => ({ id })) }),
    desktops,
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
    ...(isProtected === undefined ? {} : { deletion_protection: isProtected }),
  };
}
