import { Type } from 'typebox';
import type { EngineOffer } from '../engines/contract.js';
import { workspace } from '../http/declare.js';
import { paging } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import type { Server } from '../http/server.js';
import { HourPackageList, TimeZoneList, VolumeProductList } from './furtherSchemas.js';
import { listTimeZones } from './timeZones.js';
import { presentVolumeProducts } from './volumeProducts.js';

/** What clients look up beside sizes and images: kinds of disks, time zones, and what there is none of here. */
export function addFurtherCatalogueRoutes(app: Server, offer: EngineOffer): void {
  app.get(
    '/v2/:project_id/volume/products',
    workspace('ListVolumeProductInfo', 'Types of disks that can be ordered', {
      query: Type.Object({ availability_zone: Filter, volume_type: Filter }),
      answers: { 200: VolumeProductList },
    }),
    async (request) => {
      const { availability_zone: zone, volume_type: types } = request.query;
      return presentVolumeProducts(offer, {
        zone,
        ...(types === undefined ? {} : { types: types.split(',').map((type) => type.trim()) }),
      });
    },
  );

  app.get(
    '/v2/:project_id/products/hour-packages',
    workspace('ListHourPackagesType', 'Packages of hours that can be ordered; there are none', {
      query: Type.Object({
        desktop_resource_spec_code: Filter,
        resource_spec_code: Filter,
        ...paging({ max: 100 }),
      }),
      answers: { 200: HourPackageList },
    }),
    async () => ({ hour_packages: [], total_count: 0 }),
  );

  app.get(
    '/v2/:project_id/common/timezones',
    workspace('ListTimeZones', 'Time zones that the service knows', {
      query: Type.Object({ time_zone_name: Filter }),
      answers: { 200: TimeZoneList },
    }),
    async (request) => {
      const { time_zone_name: name } = request.query;
      const all = listTimeZones();
      return { time_zones: all.filter((zone) => name === undefined || zone.time_zone_name === name) };
    },
  );
}
