import type { EngineOffer, EngineZone } from '../engines/contract.js';
import type { Language } from '../errors/errors.js';
import { offeredProducts } from './products.js';

/** The one site that an installation has, as the types of sites call it. */
export const siteId = 'CENTER';

/** The answer of ListAvailabilityZones. The first zone of the engine is the default. */
export function presentZones(offer: EngineOffer, language: Language) {
  const productIds = offeredProducts(offer).map((product) => product.productId);
  return {
    availability_zones: offer.availabilityZones.map((zone, index) => ({
      availability_zone: zone.id,
      display_name: language === 'zh' ? zone.nameZh : zone.nameEn,
      i18n: namesOf(zone),
      sold_out: { products: [] },
      product_ids: productIds,
      visible: true,
      default_availability_zone: index === 0,
      ...(zone.disks && {
        disk_encrypted: zone.disks.encrypted,
        disk_size_enforced: zone.disks.sizeEnforced,
      }),
    })),
    total_count: offer.availabilityZones.length,
  };
}

/** The answer of ListAzs: zones by site type; every zone of an engine is in the centre. */
export function presentZoneSummary(offer: EngineOffer) {
  return {
    support_type: [siteId],
    default_type: siteId,
    azs: {
      [siteId]: offer.availabilityZones.map((zone, index) => ({
        availability_zone: zone.id,
        i18n: namesOf(zone),
        default_availability_zone: index === 0,
      })),
    },
  };
}

/** The answer of the compute service (ECS) to the same question. */
export function presentServerZones(offer: EngineOffer) {
  return {
    availabilityZoneInfo: offer.availabilityZones.map((zone) => ({
      zoneName: zone.id,
      zoneState: { available: true },
      hosts: null,
    })),
  };
}

function namesOf(zone: EngineZone) {
  return { en_us: zone.nameEn, zh_cn: zone.nameZh };
}
