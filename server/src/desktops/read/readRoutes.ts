import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { findVisibleDesktops } from '../../access/visibleDesktops.js';
import type { Database } from '../../database/connect.js';
import { inOneSnapshot } from '../../database/oneSnapshot.js';
import type { EngineOffer } from '../../engines/contract.js';
import { workspace } from '../../http/declare.js';
import { listScopeOf, projectOf } from '../../http/request.js';
import { DesktopPath } from '../../http/schemas/ids.js';
import type { Server } from '../../http/server.js';
import { findAuthorizedDesktop } from '../access/authorizeDesktop.js';
import { accessOf } from '../access/desktopAccess.js';
import type { DesktopFilter } from './desktopFilter.js';
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

/** Desktops to look at: lists, one of them, its networks, its connections. */
export function addDesktopReadRoutes(app: Server, { database, offer }: DesktopReadParts): void {
  const list = async (request: FastifyRequest, filter: DesktopFilter, page: DesktopPage) => {
    const projectId = projectOf(request);
    const visible = await findVisibleDesktops(database, projectId, listScopeOf(request));
    return inOneSnapshot(database, (snapshot) =>
      listDesktops(snapshot, projectId, { ...filter, visible }, page),
    );
  };

  app.get(
    '/v2/:project_id/desktops',
    workspace('ListDesktops', 'List desktops', {
      query: ListDesktopsQuery,
      answers: { 200: Type.Object({ total_count: Type.Integer(), desktops: Type.Array(SimpleDesktop) }) },
    }),
    async (request) => {
      const { total, desktops } = await list(request, ...readListQuery(request.query));
      return { total_count: total, desktops: desktops.map(presentSimpleDesktop) };
    },
  );

  app.get(
    '/v2/:project_id/desktops/detail',
    workspace('ListDesktopsDetail', 'List desktops with everything known of each', {
      query: ListDesktopsDetailQuery,
      answers: { 200: Type.Object({ desktops: Type.Array(DesktopDetail), total_count: Type.Integer() }) },
    }),
    async (request) => {
      const { total, desktops } = await list(request, ...readDetailQuery(request.query));
      return { desktops: desktops.map((desktop) => presentDesktop(desktop, offer)), total_count: total };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id',
    workspace('ShowDesktopDetail', 'Show a desktop', {
      path: DesktopPath,
      answers: { 200: Type.Object({ desktop: DesktopDetail }) },
    }),
    async (request) => {
      const { id } = await findAuthorizedDesktop(database, accessOf(request), request.params.desktop_id);
      return { desktop: presentDesktop(await readDesktop(database, projectOf(request), id), offer) };
    },
  );

  app.get(
    '/v2/:project_id/desktops/:desktop_id/networks',
    workspace('ShowDesktopNetwork', "Show a desktop's networks", {
      path: DesktopPath,
      answers: { 200: DesktopNetwork },
    }),
    async (request) => {
      const { id } = await findAuthorizedDesktop(database, accessOf(request), request.params.desktop_id);
      return presentDesktopNetwork(await readDesktop(database, projectOf(request), id));
    },
  );

  app.get(
    '/v2/:project_id/connect-desktops',
    workspace('ListDesktopsConnectStatus', 'List desktops with their connection status', {
      query: ListConnectStatusQuery,
      answers: { 200: Type.Object({ desktops: Type.Array(ConnectDesktop), total_count: Type.Integer() }) },
    }),
    async (request) => {
      const { total, desktops } = await list(request, ...readConnectQuery(request.query));
      return { desktops: desktops.map(presentConnectDesktop), total_count: total };
    },
  );
}
