import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import type { EngineOffer } from '../engines/contract.js';
import { workspace } from '../http/declare.js';
import { projectOf } from '../http/request.js';
import { paging } from '../http/schemas/paging.js';
import { Filter } from '../http/schemas/text.js';
import { oneOf } from '../http/schemas/values.js';
import type { Server } from '../http/server.js';
import { addFurtherCatalogueRoutes } from './furtherRoutes.js';
import { listImages } from './listImages.js';
import { listProducts } from './listProducts.js';
import { ImageList, ProductList, Quotas, ZoneList, ZoneSummary } from './schemas.js';
import { showQuotas } from './setQuotas.js';
import { presentZoneSummary, presentZones } from './zones.js';

export interface CatalogueParts {
  readonly database: Database;
  readonly offer: EngineOffer;
}

const page = paging({ max: 100, furthest: 5000 });

/** What can be ordered: products, images, zones, quotas (docs/reference/service.md#products), true for the engine in use. */
export function addCatalogueRoutes(app: Server, parts: CatalogueParts): void {
  const { database, offer } = parts;
  addFurtherCatalogueRoutes(app, offer);

  app.get(
    '/v2/:project_id/products',
    workspace('ListProducts', 'Sizes of desktops that can be ordered', {
      query: Type.Object({
        product_id: Filter,
        availability_zone: Filter,
        os_type: Type.Optional(oneOf(['Windows', 'Linux'])),
        charge_mode: Type.Optional(oneOf(['0', '1'])),
        architecture: Type.Optional(oneOf(['arm', 'x86'])),
        package_type: Filter,
        status: Filter,
        ...page,
      }),
      answers: { 200: ProductList },
    }),
    async (request) => listProducts(offer, request.query),
  );

  app.get(
    '/v2/:project_id/images',
    workspace('ListImages', 'Images that desktops can start from', {
      query: Type.Object({
        os_type: Type.Optional(oneOf(['Windows', 'Linux'])),
        image_type: Type.Optional(oneOf(['gold', 'private', 'market'])),
        platform: Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
        architecture: Type.Optional(oneOf(['arm', 'x86'])),
        package_type: Filter,
        image_id: Filter,
        ...page,
        sort_field: Type.Optional(oneOf(['name', 'created_at'])),
        sort_type: Type.Optional(oneOf(['asc', 'desc', 'ASC', 'DESC'])),
      }),
      answers: { 200: ImageList },
    }),
    async (request) => listImages(offer, request.query),
  );

  app.get(
    '/v2/:project_id/availability-zones',
    workspace('ListAvailabilityZones', 'Availability zones', { answers: { 200: ZoneList } }),
    async (request) => presentZones(offer, request.language),
  );

  app.get(
    '/v2/:project_id/availability-zones/summary',
    workspace('ListAzs', 'Availability zones by kind of site', { answers: { 200: ZoneSummary } }),
    async () => presentZoneSummary(offer),
  );

  app.get(
    '/v2/:project_id/quotas',
    workspace('ShowQuotas', 'What the project may hold and holds', { answers: { 200: Quotas } }),
    async (request) => showQuotas(database, projectOf(request)),
  );
}
