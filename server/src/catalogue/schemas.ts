import { Type } from 'typebox';
import { nullable, TextOrNull } from '../http/schemas/values.js';

const Texts = Type.Record(Type.String(), Type.String());

/** The `ProductInfo` inside a desktop; what `presentProductInfo` makes. */
export const ProductInfo = Type.Object({
  product_id: Type.String(),
  flavor_id: Type.String(),
  type: Type.String(),
  cpu: Type.String({ description: 'Number of vCPUs, as text.' }),
  memory: Type.String({ description: 'Memory in MB, as text.' }),
  descriptions: Type.String(),
  charge_mode: Type.String({ description: '`1`: pay per use.' }),
  architecture: Type.String(),
  is_gpu: Type.Boolean(),
  package_type: Type.String(),
  system_disk_type: Type.String(),
  system_disk_size: Type.String({ description: 'System disk in GB, as text.' }),
  contain_data_disk: Type.Boolean(),
  resource_type: Type.String(),
  cloud_service_type: Type.String(),
  volume_product_type: Type.String(),
  status: Type.String(),
});

export const ProductList = Type.Object({
  products: Type.Array(
    Type.Object({
      ...ProductInfo.properties,
      cpu_desc: TextOrNull,
      vram: TextOrNull,
      data_disk_size: TextOrNull,
      gpu_desc: TextOrNull,
      bill_switch: TextOrNull,
      product_desc: Texts,
      domain_ids: Type.Array(Type.String()),
      name: Texts,
      share_space_size: nullable(Type.Integer()),
    }),
  ),
  total_count: Type.Integer(),
  os_type: TextOrNull,
  architecture: TextOrNull,
  availability_zone: TextOrNull,
});

export const ImageInfo = Type.Object({
  id: Type.String(),
  image_type: Type.String({ description: '`gold`: came with the engine; `private`: was imported.' }),
  os_type: Type.String(),
  architecture: Type.String(),
  os_version: Type.String(),
  disk_format: Type.String(),
  name: Type.String(),
  min_ram: Type.Integer({ description: 'MB.' }),
  min_disk: Type.Integer({ description: 'GB.' }),
  product_code: TextOrNull,
  created_at: Type.String(),
  kms_id: TextOrNull,
  digest: nullable(Type.String({ description: 'Of the manifest of an imported image: `sha256:…`.' })),
  size_bytes: nullable(Type.Integer({ description: 'Of all files of an imported image.' })),
});

export const ImageList = Type.Object({
  images: Type.Array(ImageInfo),
  total_count: Type.Integer(),
});

export const UploadIdText = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: '32 lower-case hexadecimal digits of the client’s choice.',
});

export const UploadSize = Type.Object({
  size: Type.Integer({
    description: 'Bytes of the archive that are there now: where the next piece begins.',
  }),
});

export const ImportImageBody = Type.Object({
  upload_id: UploadIdText,
  name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$' }),
  min_disk: Type.Integer({ minimum: 1, maximum: 65_536, default: 1, description: 'GB of the system disk.' }),
  min_ram: Type.Integer({ minimum: 128, maximum: 4_194_304, default: 512, description: 'MB of memory.' }),
});

export const ZoneList = Type.Object({
  availability_zones: Type.Array(
    Type.Object({
      availability_zone: Type.String(),
      display_name: Type.String(),
      i18n: Texts,
      sold_out: Type.Object({ products: Type.Array(Type.String()) }),
      product_ids: Type.Array(Type.String()),
      visible: Type.Boolean(),
      default_availability_zone: Type.Boolean(),
      disk_encrypted: Type.Optional(
        Type.Boolean({
          description: 'Our own: each disk has a key of its own, which its deletion destroys.',
        }),
      ),
      disk_size_enforced: Type.Optional(
        Type.Boolean({ description: 'Our own: a disk holds as much as was ordered and no more.' }),
      ),
    }),
  ),
  total_count: Type.Integer(),
});

export const ZoneSummary = Type.Object({
  support_type: Type.Array(Type.String()),
  default_type: Type.String(),
  azs: Type.Record(
    Type.String(),
    Type.Array(
      Type.Object({
        availability_zone: Type.String(),
        i18n: Type.Object({ zh_cn: Type.String(), en_us: Type.String() }),
        default_availability_zone: Type.Boolean(),
      }),
    ),
  ),
});

const QuotaList = Type.Array(
  Type.Object({
    type: Type.String(),
    quota: Type.Integer(),
    used: Type.Integer(),
    unit: TextOrNull,
  }),
);

export const Quotas = Type.Object({
  quotas: Type.Object({ resources: QuotaList }),
  site_quotas: Type.Array(Type.Object({ site_id: Type.String(), resources: QuotaList })),
});

/** ECS `ListAvailabilityZones`, as Terraform reads it (docs/reference/terraform.md#look-ups). */
export const ServerZoneList = Type.Object({
  availabilityZoneInfo: Type.Array(
    Type.Object({
      zoneName: Type.String(),
      zoneState: Type.Object({ available: Type.Boolean() }),
      hosts: Type.Null(),
    }),
  ),
});

/** IMS `ListImages`: the fields that Terraform's image data source reads. */
export const CloudImageList = Type.Object({
  images: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      status: Type.String(),
      visibility: Type.String(),
      protected: Type.Boolean(),
      container_format: Type.String(),
      disk_format: Type.String(),
      min_ram: Type.Integer({ description: 'MB.' }),
      min_disk: Type.Integer({ description: 'GB.' }),
      created_at: Type.String(),
      updated_at: Type.String(),
      tags: Type.Array(Type.String()),
      self: Type.String(),
      schema: Type.String(),
      file: Type.String(),
      owner: Type.String(),
      enterprise_project_id: Type.String(),
      __imagetype: Type.String(),
      __os_type: Type.String(),
      __os_version: Type.String(),
      __os_bit: Type.String(),
      __platform: Type.String(),
      __support_kvm: Type.String(),
      __image_source_type: Type.String(),
      __isregistered: Type.String(),
      __image_size: Type.String(),
    }),
  ),
  schema: Type.String(),
  first: Type.String(),
});
