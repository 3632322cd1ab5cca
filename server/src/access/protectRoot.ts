import type pg from 'pg';
import { ApiError } from '../errors/errors.js';
import { authorize } from './authorize.js';
import type { Caller } from './caller.js';
import type { Changed } from './permissions/permission.js';
import { permissions } from './permissions/table.js';
import type { Principal } from './principal.js';

/** A request whose path and body have been parsed. */
export interface ParsedCall {
  readonly params: unknown;
  readonly body: unknown;
}

/**
 * Passes unless a call would change what is the account root's: the user itself, its keys and memberships, what is given to it.
 * The root does that itself, and nobody else, whatever policies say. To be asked before any effect, once the call is parsed.
 * @throws {ApiError} DPL.0403; IAM.0003 to a caller who has not even the right to do it to others
 */
export async function protectRoot(pool: pg.Pool, caller: Caller, call: ParsedCall): Promise<void> {
  const { changes, action, asked } = permissions[caller.context.operation];
  if (caller.isRoot || changes === 'nobody') return;
  if (!(await isOfRoot(pool, caller, changes, idsIn(call, changes)))) return;
  // Whoever lacks the right learns no more than that.
  if (action !== undefined && asked === 'route') authorize(caller, { projectId: undefined });
  throw new ApiError('DPL.0403', [rootOnly(action ?? caller.context.operation)]);
}

async function isOfRoot(
  pool: pg.Pool,
  { domainId }: Principal,
  changes: keyof typeof ownedByRoot,
  ids: readonly string[],
): Promise<boolean> {
  // Without an id the caller means himself, or the call is refused for it.
  if (ids.length === 0) return false;
  const { rowCount } = await pool.query({
    name: `iam-is-root-${changes}`,
    text: `select from iam_users u where u.domain_id = $1 and u.is_root and ${ownedByRoot[changes]} limit 1`,
    values: [domainId, ids],
  });
  return rowCount !== 0;
}

const ownedByRoot = {
  user: 'u.id = any($2)',
  'access-key': 'exists (select from access_keys k where k.user_id = u.id and k.access_key = any($2))',
  group: 'exists (select from iam_group_members m where m.user_id = u.id and m.group_id = any($2))',
  policy: 'exists (select from iam_grants g where g.user_id = u.id and g.policy_id = any($2))',
} as const satisfies Record<Exclude<Changed, 'nobody'>, string>;

/** By which names paths and bodies speak of it. */
const names = {
  user: ['user_id'],
  'access-key': ['access_key'],
  group: ['group_id'],
  policy: ['policy_id', 'role_id'],
} as const satisfies Record<keyof typeof ownedByRoot, readonly string[]>;

/**
 * Every id of the kind that the path or the body names, the body at its top or within an object there. Which of them the route goes
 * by is no matter: one that is the root's suffices.
 */
function idsIn({ params, body }: ParsedCall, changes: keyof typeof names): string[] {
  const inner = isObject(body) ? Object.values(body) : [];
  return [params, body, ...inner].filter(isObject).flatMap((place) =>
    names[changes].flatMap((name) => {
      const value: unknown = Object.hasOwn(place, name) ? Reflect.get(place, name) : undefined;
      return typeof value === 'string' ? [value] : [];
    }),
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const rootOnly = (action: string) => ({
  en: `${action} on the account's root user (only the root user may do that)`,
  zh: `${action}（对象属于账号根用户，仅其本人可以操作）`,
});
