import type { EngineOffer } from '../engines/contract.js';

/** The types of disks that can be ordered (docs/reference/limits.md#disks), with their names. */
const types = [
  { type: 'SAS', en: 'High I/O', zh: '高IO' },
  { type: 'SSD', en: 'Ultra-high I/O', zh: '超高IO' },
  { type: 'GPSSD', en: 'General purpose SSD', zh: '通用型SSD' },
  { type: 'GPSSD2', en: 'General purpose SSD V2', zh: '通用型SSD V2' },
  { type: 'SATA', en: 'Common I/O', zh: '普通IO' },
] as const;

/** Types of disks. */
export const volumeTypes = types.map(({ type }) => type);

export type VolumeType = (typeof volumeTypes)[number];

/** The one type whose speed can be chosen, where the engine can hold a disk to one. */
export const chosenSpeedType: VolumeType = 'GPSSD2';

export const maxIops = 16_380_000;
/** In MiB a second. */
export const maxThroughput = 4_095_000;

/**
 * The answer of ListVolumeProductInfo.
 * @param filter undefined: all types in all zones
 */
export function presentVolumeProducts(
  offer: EngineOffer,
  filter: { readonly types?: readonly string[]; readonly zone?: string | undefined },
) {
  const isHere = filter.zone === undefined || offer.availabilityZones.some(({ id }) => id === filter.zone);
  const wanted = types.filter(({ type }) => isHere && (filter.types?.includes(type) ?? true));
  return {
    volumes: wanted.map(({ type, en, zh }) => ({
      resource_spec_code: type,
      volume_type: type,
      volume_product_type: 'workspace',
      resource_type: 'hws.resource.type.volume',
      cloud_service_type: 'hws.service.type.ebs',
      domain_ids: [],
      name: [
        { language: 'en_us', value: en },
        { language: 'zh_cn', value: zh },
      ],
      status: 'normal',
      ...(type === chosenSpeedType && offer.diskSpeeds === true
        ? {
            iops: { resource_spec_code: type, min: 1, max: maxIops, range_by_size: null },
            throughput: { resource_spec_code: type, min: 1, max: maxThroughput, range_by_iops: null },
          }
        : { iops: null, throughput: null }),
    })),
  };
}
