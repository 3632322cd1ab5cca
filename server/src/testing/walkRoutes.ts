import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { isOperation, type Operation } from '../access/permissions/table.js';
import type { TestAnswer, TestService } from './startTestService.js';

/** A route as OpenAPI tells of it. */
export interface WalkedRoute {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  /** Needs no credentials. */
  readonly open: boolean;
}

/** Every route of a service but those that are asked with HEAD, which OpenAPI does not tell of besides GET. */
export async function readRoutes(service: TestService): Promise<WalkedRoute[]> {
  const { paths } = (await service.call('GET', '//openapi.json')).body;
  return Object.entries<Record<string, { operationId: string; security?: unknown[] }>>(paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, security }]) => {
        assert.ok(isOperation(operationId), `${operationId} is in no table`);
        return { operation: operationId, method: method.toUpperCase(), path, open: security?.length === 0 };
      }),
  );
}

/** A refusal for the sake of a policy, of its absence, or of a session policy. */
export const isPolicyRefusal = ({ status, text }: TestAnswer): boolean =>
  status === 403 && text.includes('encoded_authorization_message');

/** What is in the database, by table; what the service does by itself, and what is written of every call, is left out. */
export async function digestTables(service: TestService): Promise<Record<string, string>> {
  const { pool } = service.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind = 'r' order by 1`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !ownWork.test(table.name))) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from "${name}" t order by 1`);
    digests[name] = createHash('sha256')
      .update(rows.map(({ row }) => row).join('\n'))
      .digest('hex');
  }
  return digests;
}

const ownWork =
  /^(?:log_|audit_event|audit_index|worker|authorization_message_keys|personal_data|login_|tokens$|orphan_|network_changes$|port_rules$|screen_hosts$)/;

/** What ends things comes after what needs them, and a thing after what is in it. */
export function lastThingsLast(one: WalkedRoute, other: WalkedRoute): number {
  const rank = ({ method, path }: WalkedRoute): number =>
    method === 'DELETE' || path.endsWith('batch-delete') ? 2 : method === 'GET' ? 0 : 1;
  const depth = ({ path }: WalkedRoute): number => path.split('/').length;
  return rank(one) - rank(other) || (rank(one) === 2 ? depth(other) - depth(one) : 0);
}
