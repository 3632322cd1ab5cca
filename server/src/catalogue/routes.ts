import { Type } from 'typebox';
import type { Database } from '../database/connect.js';
import type { EngineOffer } from '../engines/contract.js';
import { projectOf } from '../http/request.js';
import { ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import { limitOf, Offset } from '../http/schemas/paging.js';
import type { Server } from '../http/server.js';
import { listImages } from './listImages.js';
import { listProducts } from './listProducts.js';
import { countUsage, presentQuotas } from './quotas.js';
import { ImageList, ProductList, Quotas, ZoneList, ZoneSummary } from './schemas.js';
import { presentZoneSummary, presentZones } from './zones.js';

export interface CatalogueParts {
  readonly database: Database;
  readonly offer: EngineOffer;
}

const Word = Type.Optional(Type.String({ maxLength: 255 }));
const Limit = limitOf(100);

/** What can be ordered: products, images, zones, quotas (docs/reference/service.md#products), true for the engine in use. */
export function addCatalogueRoutes(app: Server, parts: CatalogueParts): void {
  const { database, offer } = parts;

  app.get(
    '/v2/:project_id/products',
    {
      config: {
        declaration: {
          operation: 'ListProducts',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Sizes of desktops that can be ordered',
        tags: ['Catalogue'],
        params: ProjectPath,
        querystring: Type.Object({
          product_id: Word,
          availability_zone: Word,
          os_type: Type.Optional(Type.Enum(['Windows', 'Linux'])),
          charge_mode: Type.Optional(Type.Enum(['0', '1'])),
          architecture: Type.Optional(Type.Enum(['arm', 'x86'])),
          package_type: Word,
          status: Word,
          limit: Limit,
          offset: Offset,
        }),
        response: { 200: ProductList, ...workspaceErrors },
      },
    },
    async (request) => listProducts(offer, request.query),
  );

  app.get(
    '/v2/:project_id/images',
    {
      config: {
        declaration: { operation: 'ListImages', family: 'workspace' },
      },
      schema: {
        summary: 'Images that desktops can start from',
        tags: ['Catalogue'],
        params: ProjectPath,
        querystring: Type.Object({
          os_type: Type.Optional(Type.Enum(['Windows', 'Linux'])),
          image_type: Type.Optional(Type.Enum(['gold', 'private', 'market'])),
          platform: Word,
          architecture: Type.Optional(Type.Enum(['arm', 'x86'])),
          package_type: Word,
          image_id: Word,
          limit: Limit,
          offset: Offset,
          sort_field: Type.Optional(Type.Enum(['name', 'created_at'])),
          sort_type: Type.Optional(Type.Enum(['asc', 'desc', 'ASC', 'DESC'])),
        }),
        response: { 200: ImageList, ...workspaceErrors },
      },
    },
    async (request) => listImages(offer, request.query),
  );

  app.get(
    '/v2/:project_id/availability-zones',
    {
      config: {
        declaration: {
          operation: 'ListAvailabilityZones',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Availability zones',
        tags: ['Catalogue'],
        params: ProjectPath,
        response: { 200: ZoneList, ...workspaceErrors },
      },
    },
    async (request) => presentZones(offer, request.language),
  );

  app.get(
    '/v2/:project_id/availability-zones/summary',
    {
      config: {
        declaration: {
          operation: 'ListAzs',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Availability zones by kind of site',
        tags: ['Catalogue'],
        params: ProjectPath,
        response: { 200: ZoneSummary, ...workspaceErrors },
      },
    },
    async () => presentZoneSummary(offer),
  );

  app.get(
    '/v2/:project_id/quotas',
    {
      config: {
        declaration: { operation: 'ShowQuotas', family: 'workspace' },
      },
      schema: {
        summary: 'What the project may hold and holds',
        tags: ['Catalogue'],
        params: ProjectPath,
        response: { 200: Quotas, ...workspaceErrors },
      },
    },
    async (request) => presentQuotas(await countUsage(database, projectOf(request))),
  );
}
