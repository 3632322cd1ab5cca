import type { EngineOffer } from '../engines/contract.js';
import { findProduct, offeredProducts, type Product, presentProductInfo, runsSystem } from './products.js';

export interface ProductFilter {
  readonly product_id?: string;
  readonly availability_zone?: string;
  readonly os_type?: string;
  readonly charge_mode?: string;
  readonly architecture?: string;
  readonly package_type?: string;
  readonly status?: string;
  readonly limit: number;
  readonly offset: number;
}

/**
 * One page of the products that the engine in use can make desktops of. `product_id` asks for what a desktop of that
 * product can be resized to: every other product (docs/reference/service.md#products).
 */
export function listProducts(offer: EngineOffer, filter: ProductFilter) {
  const found = offeredProducts(offer).filter((product) => isWanted(product, offer, filter));
  return {
    products: found.slice(filter.offset, filter.offset + filter.limit).map(presentProduct),
    total_count: found.length,
    os_type: filter.os_type ?? null,
    architecture: filter.architecture ?? null,
    availability_zone: filter.availability_zone ?? null,
  };
}

function isWanted(product: Product, offer: EngineOffer, filter: ProductFilter): boolean {
  const zone = filter.availability_zone;
  return (
    isTargetOf(product, filter.product_id) &&
    (zone === undefined || offer.availabilityZones.some((known) => known.id === zone)) &&
    (filter.os_type === undefined || runsSystem(offer, product, filter.os_type)) &&
    (filter.charge_mode === undefined || filter.charge_mode === '1') &&
    (filter.architecture === undefined || product.architecture === filter.architecture) &&
    (filter.package_type === undefined || product.packageType === filter.package_type) &&
    (filter.status === undefined || filter.status === 'normal')
  );
}

function isTargetOf(product: Product, productId: string | undefined): boolean {
  if (productId === undefined) return true;
  return findProduct(productId)?.architecture === product.architecture && product.productId !== productId;
}

function presentProduct(product: Product) {
  return {
    ...presentProductInfo(product),
    cpu_desc: null,
    vram: null,
    data_disk_size: null,
    gpu_desc: null,
    bill_switch: null,
    product_desc: { en_us: product.descriptionEn, zh_cn: product.descriptionZh },
    domain_ids: [],
    name: { en_us: product.productId, zh_cn: product.productId },
    share_space_size: null,
  };
}
