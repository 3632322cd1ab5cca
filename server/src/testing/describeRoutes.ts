import assert from 'node:assert/strict';
import type { RouteOptions } from 'fastify';
import { isOperation, permissions } from '../access/permissions/table.js';
import type { DescribedRoute } from '../pages/describedRoute.js';
import { startTestService } from './startTestService.js';

/** Every route of a running service, in the order of the permission table. */
export async function describeRoutes(): Promise<readonly DescribedRoute[]> {
  const added: RouteOptions[] = [];
  const service = await startTestService({
    beforeRoutes: (server) => server.addHook('onRoute', (route) => void added.push(route)),
  });
  await service.remove();
  const routes = added.flatMap(describe);
  const others = new Set(routes.filter(({ method }) => method !== 'HEAD').map(({ operation }) => operation));
  // Fastify adds a HEAD to each GET.
  const order = new Map(Object.keys(permissions).map((operation, index) => [operation, index]));
  const place = ({ operation }: DescribedRoute): number => order.get(operation) ?? 0;
  return routes
    .filter(({ method, operation }) => method !== 'HEAD' || !others.has(operation))
    .sort((one, other) => place(one) - place(other));
}

function describe({ config, method, schema, url }: RouteOptions): DescribedRoute[] {
  const declaration = config?.declaration;
  // OpenAPI tells of an operation at one address, also where it has more.
  if (declaration === undefined || schema?.hide === true) return [];
  const { operation, anonymous } = declaration;
  assert.ok(isOperation(operation), `${operation} is in no table`);
  const { summary } = schema ?? {};
  assert.ok(summary !== undefined && summary !== '', `${operation} has no summary`);
  const path = url.replaceAll(/:(\w+)/g, '{$1}');
  return [{ operation, method: String(method), path, summary, open: anonymous === true }];
}
