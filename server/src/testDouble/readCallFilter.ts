import type pg from 'pg';
import { nearest } from '../access/policies/nearest.js';
import type { DomainId } from '../ids.js';
import type { CallFilter, CallList } from './callList.js';
import { readOperation, wrong } from './readFault.js';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/**
 * Which calls are asked for. What no call can have is refused: a test that something was not asked would pass for good.
 * @throws {ApiError} WKS.0001 for an operation, a method or a user that there is not
 */
export async function readCallFilter(
  parts: { readonly pool: pg.Pool; readonly calls: CallList; readonly domainId: DomainId },
  filter: CallFilter,
): Promise<CallFilter> {
  const { operation, method, user } = filter;
  const words = { en: 'is none that is on the list', zh: '不是列表中会有的操作' };
  if (operation !== undefined) readOperation(operation, words, 'query');
  if (user !== undefined && !(await isKnown(parts, user)))
    throw wrong(
      'user',
      'is no IAM user of this account, nor one who has asked anything',
      '不是本账号的IAM用户，也没有发出过调用',
      'query',
    );
  return { ...filter, method: method === undefined ? undefined : readMethod(method) };
}

function readMethod(text: string): string {
  const method = text.toUpperCase();
  const names: readonly string[] = methods;
  if (names.includes(method)) return method;
  const near = nearest(method, names);
  throw wrong(
    'method',
    `must be one of ${methods.join(', ')}${near === undefined ? '' : `; did you mean ${near}?`}`,
    `应为${methods.join('、')}之一${near === undefined ? '' : `，是否为${near}？`}`,
    'query',
  );
}

async function isKnown(
  {
    pool,
    calls,
    domainId,
  }: { readonly pool: pg.Pool; readonly calls: CallList; readonly domainId: DomainId },
  user: string,
): Promise<boolean> {
  if (calls.list({ user }).length > 0) return true;
  const { rowCount } = await pool.query('select from iam_users where domain_id = $1 and name = $2', [
    domainId,
    user,
  ]);
  return rowCount !== 0;
}
