import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findVisibleDesktops } from '../access/visibleDesktops.js';
import type { Database } from '../database/connect.js';
import type { EngineOffer } from '../engines/contract.js';
import { listScopeOf, projectOf } from '../http/request.js';
import { DesktopIdText, ProjectPath, workspaceErrors } from '../http/schemas/common.js';
import type { Server } from '../http/server.js';
import { accessOf } from './desktopAccess.js';
import type { DesktopFilter } from './desktopFilter.js';
import { enterDesktop } from './desktopResource.js';
import { ConnectDesktop, DesktopDetail, DesktopNetwork, SimpleDesktop } from './desktopSchemas.js';
import { type DesktopPage, listDesktops } from './listDesktops.js';
import {
  ListConnectStatusQuery,
  ListDesktopsDetailQuery,
  ListDesktopsQuery,
  readConnectQuery,
  readDetailQuery,
  readListQuery,
} from './listParameters.js';
import {
  presentConnectDesktop,
  presentDesktop,
  presentDesktopNetwork,
  presentSimpleDesktop,
} from './presentDesktop.js';
import { readDesktop } from './readDesktop.js';

export interface DesktopReadParts {
  readonly database: Database;
  readonly offer: EngineOffer;
}

const DesktopPath = Type.Object({ ...ProjectPath.properties, desktop_id: DesktopIdText });

/** Desktops to look at: lists, one of them, its networks, its connections. */
export function addDesktopReadRoutes(app: Server, { database, offer }: DesktopReadParts): void {
  const list = async (request: FastifyRequest, filter: DesktopFilter, page: DesktopPage) => {
    const projectId = projectOf(request);
    const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
    return listDesktops(database, projectId, { ...filter, visible }, page);
  };

  app.get(
    '/v2/:project_id/desktops',
    {
      config: {
        declaration: { operation: 'ListDesktops', family: 'workspace' },
      },
      schema: {
        summary: 'List desktops',
        tags: ['Desktops'],
        params: ProjectPath,
        querystring: ListDesktopsQuery,
        response: {
          200: Type.Object({ total_count: Type.Integer(), desktops: Type.Array(SimpleDesktop) }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const { total, desktops } = await list(request, ...readListQuery(request.query));
      return { total_count: total, desktops: desktops.map(presentSimpleDesktop) };
    },
  );

  app.get(
    '/v2/:project_id/desktops/detail',
    {
      config: {
        declaration: {
          operation: 'ListDesktopsDetail',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'List desktops with everything known of each',
        tags: ['Desktops'],
        params: ProjectPath,
        querystring: ListDesktopsDetailQuery,
        response: {
          200: Type.Object({ desktops: Type.Array(DesktopDetail), total_count: Type.Integer() }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const { total, desktops } = await list(request, ...readDetailQuery(request.query));
      return { desktops: desktops.map((desktop) => presentDesktop(desktop, offer)), total_count: total };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id',
    {
      config: {
        declaration: {
          operation: 'ShowDesktopDetail',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Show a desktop',
        tags: ['Desktops'],
        params: DesktopPath,
        response: { 200: Type.Object({ desktop: DesktopDetail }), ...workspaceErrors },
      },
    },
    async (request) => {
      const { id } = await enterDesktop(database, accessOf(request), request.params.desktop_id);
      return { desktop: presentDesktop(await readDesktop(database, projectOf(request), id), offer) };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/networks',
    {
      config: {
        declaration: {
          operation: 'ShowDesktopNetwork',
          family: 'workspace',
        },
      },
      schema: {
        summary: "Show a desktop's networks",
        tags: ['Desktops'],
        params: DesktopPath,
        response: { 200: DesktopNetwork, ...workspaceErrors },
      },
    },
    async (request) => {
      const { id } = await enterDesktop(database, accessOf(request), request.params.desktop_id);
      return presentDesktopNetwork(await readDesktop(database, projectOf(request), id));
    },
  );

  app.get(
    '/v2/:project_id/connect-desktops',
    {
      config: {
        declaration: {
          operation: 'ListDesktopsConnectStatus',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'List desktops with their connection status',
        tags: ['Desktops'],
        params: ProjectPath,
        querystring: ListConnectStatusQuery,
        response: {
          200: Type.Object({ desktops: Type.Array(ConnectDesktop), total_count: Type.Integer() }),
          ...workspaceErrors,
        },
      },
    },
    async (request) => {
      const { total, desktops } = await list(request, ...readConnectQuery(request.query));
      return { desktops: desktops.map(presentConnectDesktop), total_count: total };
    },
  );
}
