import type { EngineOffer } from '../engines/contract.js';

/** A size of desktop that can be ordered. */
export interface Product {
  /** Stable name, as in CreateDesktop's `product_id`. */
  readonly productId: string;
  readonly flavorId: string;
  readonly architecture: EngineOffer['architecture'];
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly systemDiskType: string;
  readonly systemDiskGiB: number;
  readonly packageType: 'general';
  readonly descriptionEn: string;
  readonly descriptionZh: string;
}

const sizes = [
  { name: 'small', vcpus: 1, memoryGiB: 1 },
  { name: 'medium', vcpus: 1, memoryGiB: 2 },
  { name: 'large', vcpus: 2, memoryGiB: 4 },
  { name: 'large.mem', vcpus: 2, memoryGiB: 8 },
  { name: 'xlarge', vcpus: 4, memoryGiB: 8 },
  { name: '2xlarge', vcpus: 8, memoryGiB: 16 },
] as const;

/** Every product, for every architecture. What can be ordered here is {@link offeredProducts}. */
export const products: readonly Product[] = (['x86', 'arm'] as const).flatMap((architecture) =>
  sizes.map(({ name, vcpus, memoryGiB }) => ({
    productId: `workspace.${architecture}.${name}`,
    flavorId: `${architecture}.${name}`,
    architecture,
    vcpus,
    memoryMiB: memoryGiB * 1024,
    systemDiskType: 'SAS',
    systemDiskGiB: 80,
    packageType: 'general' as const,
    descriptionEn: `${vcpus} vCPU, ${memoryGiB} GB memory, 80 GB system disk`,
    descriptionZh: `${vcpus}核 ${memoryGiB}GB内存 80GB系统盘`,
  })),
);

const byId = new Map(products.map((product) => [product.productId, product]));

/** The product of that id, of any architecture: desktops keep their product when the service moves to other hosts. */
export function findProduct(productId: string): Product | undefined {
  return byId.get(productId);
}

/** The products that the engine in use can make desktops of. */
export function offeredProducts(offer: EngineOffer): readonly Product[] {
  return products.filter((product) => product.architecture === offer.architecture);
}

/** The product of that id if the engine in use can make desktops of it. */
export function findOfferedProduct(offer: EngineOffer, productId: string): Product | undefined {
  const product = byId.get(productId);
  return product?.architecture === offer.architecture ? product : undefined;
}

/** Whether a desktop of that product can run some image of that operating system. */
export function runsSystem(offer: EngineOffer, product: Product, osType: string): boolean {
  return offer.images.some(
    (image) =>
      image.osType === osType &&
      image.minimumMemoryMiB <= product.memoryMiB &&
      image.minimumDiskGiB <= product.systemDiskGiB,
  );
}

/** The `ProductInfo` inside a desktop (docs/reference/desktops.md#a-desktop-in-full): numbers as texts, memory in MB. */
export function presentProductInfo(product: Product) {
  return {
    product_id: product.productId,
    flavor_id: product.flavorId,
    type: 'BASE',
    cpu: String(product.vcpus),
    memory: String(product.memoryMiB),
    descriptions: product.descriptionEn,
    charge_mode: '1',
    architecture: product.architecture,
    is_gpu: false,
    package_type: product.packageType,
    system_disk_type: product.systemDiskType,
    system_disk_size: String(product.systemDiskGiB),
    contain_data_disk: false,
    resource_type: 'hws.resource.type.workspace.desktop',
    cloud_service_type: 'hws.service.type.vdi',
    volume_product_type: 'workspace',
    status: 'normal',
  };
}
