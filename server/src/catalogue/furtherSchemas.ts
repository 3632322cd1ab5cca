import { Type } from 'typebox';
import { nullable } from '../http/schemas/values.js';

const Text = Type.String();

export const TimeZoneList = Type.Object({
  time_zones: Type.Array(
    Type.Object({
      time_zone_desc: Text,
      time_zone: Type.String({ description: 'Ahead of UTC, without daylight saving time.' }),
      time_zone_name: Text,
      time_zone_desc_us: Text,
      time_zone_desc_cn: Text,
    }),
  ),
});

const Least = { resource_spec_code: Text, min: Type.Integer(), max: Type.Integer() };

export const VolumeProductList = Type.Object({
  volumes: Type.Array(
    Type.Object({
      resource_spec_code: Text,
      volume_type: Text,
      volume_product_type: Text,
      resource_type: Text,
      cloud_service_type: Text,
      domain_ids: Type.Array(Text),
      name: Type.Array(Type.Object({ language: Text, value: Text })),
      status: Text,
      iops: nullable(
        Type.Object(
          { ...Least, range_by_size: nullable(Type.Number()) },
          { description: 'Null: the type has no speed to choose here.' },
        ),
      ),
      throughput: nullable(
        Type.Object(
          { ...Least, range_by_iops: nullable(Type.Number()) },
          { description: 'Null: the type has no speed to choose here.' },
        ),
      ),
    }),
  ),
});

/** Nothing is sold in packages of hours. */
export const HourPackageList = Type.Object({
  hour_packages: Type.Array(
    Type.Object({
      cloud_service_type: Text,
      resource_type: Text,
      resource_spec_code: Text,
      desktop_resource_spec_code: Text,
      descriptions: Type.Object({ zh_cn: Text, en_us: Text }),
      package_duration: Type.Integer(),
      domain_ids: Type.Array(Text),
      status: Text,
    }),
  ),
  total_count: Type.Integer(),
});
