import fc from 'fast-check';
import { offeredProducts } from '../catalogue/products.js';
import { volumeTypes } from '../catalogue/volumeProducts.js';
import type { EngineOffer } from '../engines/contract.js';

/** A body of CreateDesktop, with every field that is offered. Names are the order's own; an address is named by its number. */
export interface RandomOrder {
  readonly desktop_type: string;
  readonly product_id: string;
  readonly image_type?: string | undefined;
  readonly image_id: string;
  readonly root_volume: RandomVolume;
  readonly data_volumes?: readonly RandomVolume[] | undefined;
  readonly availability_zone?: string | undefined;
  readonly vpc_id?: string | undefined;
  readonly nics?: readonly { readonly subnet_id: string }[] | undefined;
  readonly security_groups?: readonly { readonly id: string }[] | undefined;
  readonly desktops?: readonly RandomEntry[] | undefined;
  readonly size?: number | undefined;
  readonly desktop_name?: string | undefined;
  readonly desktop_name_policy_id?: string | undefined;
  readonly desktop_ips?: readonly string[] | undefined;
  readonly email_notification?: boolean | undefined;
  readonly enterprise_project_id?: string | undefined;
  readonly ou_name?: string | null | undefined;
  readonly tags?: readonly { readonly key: string; readonly value?: string | undefined }[] | undefined;
  readonly deletion_protection?: boolean | undefined;
}

export interface RandomVolume {
  readonly type: string;
  readonly size: number;
  readonly iops?: number | null | undefined;
  readonly throughput?: number | null | undefined;
}

export interface RandomEntry {
  readonly user_name?: string | undefined;
  readonly user_email?: string | undefined;
  readonly user_phone?: string | undefined;
  readonly user_group?: string | undefined;
  readonly computer_name?: string | undefined;
  readonly desktop_name_prefix?: string | undefined;
}

/** What orders may name, in the project that they are for. */
export interface OrderPlace {
  readonly offer: EngineOffer;
  readonly subnets: readonly { readonly id: string; readonly vpcId: string }[];
  readonly securityGroupIds: readonly string[];
  readonly enterpriseProjectIds: readonly string[];
  /** A policy that makes names of `np` and three digits. */
  readonly namePolicyId: string;
  /** An address of the subnet that nothing has, another one at each call. */
  readonly freeAddress: (subnetId: string) => string;
}

const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });

const volume = (smallest: number): fc.Arbitrary<RandomVolume> =>
  fc
    .record({
      type: fc.constantFrom(...volumeTypes),
      size: fc.integer({ min: smallest / 10, max: smallest / 10 + 30 }).map((tens) => tens * 10),
      iops: fc.integer({ min: 1, max: 16_380_000 }),
      throughput: fc.integer({ min: 1, max: 4_095_000 }),
      unset: fc.constantFrom(undefined, null, 0),
    })
    .chain(({ unset, iops, throughput, ...other }) =>
      other.type === 'GPSSD2'
        ? fc.constantFrom<RandomVolume>(
            { ...other, iops, throughput },
            { ...other, iops, throughput: unset },
            { ...other, iops: unset, throughput },
          )
        : fc.constant<RandomVolume>({ ...other, iops: unset, throughput: unset }),
    );

/** Letters of several languages, also outside of the first plane, digits and the signs that tags may hold. */
const tagUnit = fc.constantFrom(...Array.from('abzABZ0129_.:=+@-éßÄÿłЖяאبहก漢字研究团𠀋𐐷٣'));
const tagText = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: tagUnit, minLength, maxLength });

const tag = fc.record({
  key: tagText(1, 12).filter((key) => key !== '.' && key !== '..' && !key.startsWith('_sys_')),
  value: maybe(fc.tuple(tagText(0, 10), tagText(0, 10)).map(([one, other]) => `${one} ${other}`.trim())),
});

/** Any text of one line, the least welcome among them. */
const anyLine = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/\p{C}|\p{Zl}|\p{Zp}/u.test(text)),
  fc.constantFrom('', "OU='; drop table desktops; --", 'OU=研发,DC=例', '<b>&amp;</b>', '"\\"', '%00'),
);

const groups = {
  Linux: ['', 'sudo', 'default'],
  Windows: ['', 'default', 'administrators', 'users'],
} as const;

const entryOn = (osType: keyof typeof groups) =>
  fc.record({
    user_name: maybe(fc.stringMatching(/^[a-zA-PR-Z0-9][a-zA-PR-Z0-9._-]{0,15}$/)),
    user_email: maybe(fc.constantFrom('', 'someone@example.com', 'o.ne+two@mail.example.com')),
    user_phone: maybe(fc.constantFrom('', '+49 30 123456', '13800000000')),
    user_group: maybe(fc.constantFrom<string[]>(...groups[osType])),
    computer_name: maybe(fc.constantFrom('', 'given')),
    desktop_name_prefix: maybe(fc.constantFrom('', 'pre', 'A-1')),
  });

/**
 * Orders that can be had, each with names that no earlier one has.
 * @param count how many
 * @param seed all of them follow from it, and from the place
 */
export function randomOrders(place: OrderPlace, seed: number, count: number): readonly RandomOrder[] {
  const images = place.offer.images.flatMap((image) =>
    offeredProducts(place.offer)
      .filter(({ memoryMiB }) => memoryMiB >= image.minimumMemoryMiB)
      .map(({ productId }) => ({ ...image, productId })),
  );
  const order = fc.constantFrom(...images).chain(({ id, osType, productId, minimumDiskGiB: smallest }) =>
    fc.record({
      desktop_type: fc.constantFrom('DEDICATED', 'SHARED'),
      product_id: fc.constant(productId),
      image_type: maybe(fc.constantFrom('gold', 'market')),
      image_id: fc.constant(id),
      root_volume: volume(smallest),
      data_volumes: maybe(fc.array(volume(10), { maxLength: 10 })),
      availability_zone: maybe(fc.constantFrom('', ...place.offer.availabilityZones.map((zone) => zone.id))),
      subnet: maybe(fc.constantFrom(...place.subnets)),
      namesVpc: fc.constantFrom(undefined, '', 'named'),
      emptyNics: fc.boolean(),
      security_groups: maybe(
        fc.subarray([...place.securityGroupIds]).map((ids) => ids.map((groupId) => ({ id: groupId }))),
      ),
      desktops: maybe(fc.array(entryOn(osType), { minLength: 1, maxLength: 3 })),
      size: fc.integer({ min: 1, max: 3 }),
      desktop_name: maybe(fc.constantFrom('', 'name')),
      byPolicy: fc.boolean(),
      addresses: fc.integer({ min: 0, max: 3 }),
      email_notification: maybe(fc.boolean()),
      enterprise_project_id: maybe(fc.constantFrom('', ...place.enterpriseProjectIds)),
      ou_name: fc.option(maybe(anyLine), { nil: null }),
      tags: maybe(fc.uniqueArray(tag, { maxLength: 20, selector: ({ key }) => key })),
      deletion_protection: maybe(fc.boolean()),
    }),
  );
  return fc.sample(order, { seed, numRuns: count }).map((drawn, index) => {
    const { subnet, namesVpc, emptyNics, desktops, size, addresses, byPolicy, ...rest } = drawn;
    const { desktop_name, ...other } = rest;
    // A policy takes the place of prefixes.
    const prefixes = byPolicy ? { desktop_name_prefix: undefined } : {};
    const at = subnet ?? place.subnets[0];
    const wanted = Math.min(addresses, desktops?.length ?? size);
    const own = index.toString(36);
    return {
      ...other,
      ...(byPolicy ? { desktop_name_policy_id: place.namePolicyId } : {}),
      ...(namesVpc === undefined ? {} : { vpc_id: namesVpc === '' ? '' : at?.vpcId }),
      ...(subnet === undefined ? (emptyNics ? { nics: [] } : {}) : { nics: [{ subnet_id: subnet.id }] }),
      ...(wanted === 0
        ? {}
        : { desktop_ips: Array.from({ length: wanted }, () => place.freeAddress(at?.id ?? '')) }),
      ...(desktops === undefined
        ? { size, ...(byPolicy ? {} : { desktop_name: desktop_name && `${desktop_name}${own}` }) }
        : {
            desktops: desktops.map((each, position) => named({ ...each, ...prefixes }, `${own}-${position}`)),
          }),
    };
  });
}

/** With names of its own, since a name can be had once: no drawn one has a Q. */
function named(drawn: RandomEntry, own: string): RandomEntry {
  const { user_name: user, computer_name: name, ...other } = drawn;
  return {
    ...other,
    // Fields of a user go with a user only.
    ...(user === undefined ? { user_email: undefined, user_phone: undefined, user_group: undefined } : {}),
    user_name: user && `${user}Q${own}`,
    computer_name: name && `${name}-${own}`,
  };
}
