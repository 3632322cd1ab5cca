import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { isVisible, type VisibleDesktops } from '../../access/visibleDesktops.js';
import type { Schema } from '../../database/schema.js';
import type { DesktopId } from '../../ids.js';
import type { LiveDesktops } from './desktopRow.js';
import { loginStatusOf } from './loginStatus.js';

/** Which desktops are wanted. Every condition that is given must hold. */
export interface DesktopFilter {
  /** The name of a user, also of one of its groups, contains one of these, in any case. */
  readonly userNamesLike?: readonly string[] | undefined;
  /** A user, also of one of its groups, is called one of these, in any case. */
  readonly userNames?: readonly string[] | undefined;
  /** In any case. */
  readonly computerNames?: readonly string[] | undefined;
  readonly desktopIds?: readonly DesktopId[] | undefined;
  /** An IPv4 address of the desktop. */
  readonly address?: string | undefined;
  readonly desktopTypes?: readonly string[] | undefined;
  readonly status?: string | undefined;
  readonly enterpriseProjectId?: string | undefined;
  readonly subnetId?: string | undefined;
  readonly imageId?: string | undefined;
  readonly availabilityZone?: string | undefined;
  /** Whether a user or a group is assigned. */
  readonly hasUsers?: boolean | undefined;
  readonly shared?: boolean | undefined;
  /** `key=value`, or `key` for any value; all must be there. */
  readonly tags?: readonly string[] | undefined;
  /** `login_status` of the answers. */
  readonly loginStatus?: string | undefined;
  /** What the caller may see; omitted: all. */
  readonly visible?: VisibleDesktops | undefined;
  readonly inMaintenance?: boolean | undefined;
  /** Asked for something that no desktop here can be (in a pool, with a way to the internet …). */
  readonly impossible?: boolean | undefined;
}

/** The desktops for which the filter holds. */
export function filterDesktops(desktops: LiveDesktops, filter: DesktopFilter): LiveDesktops {
  return desktops.where((eb) =>
    eb.and([
      ...(filter.impossible === true ? [sql<boolean>`false`] : []),
      ...given(filter.visible, isVisible),
      ...given(filter.userNamesLike, (names) =>
        eb.exists(
          usersOf(eb).where(
            sql<boolean>`exists (select from unnest(${names}::text[]) as w (name) where strpos(lower(u.user_name), lower(w.name)) > 0)`,
          ),
        ),
      ),
      ...given(filter.userNames, (names) => eb.exists(usersOf(eb).where(inAnyCase(sql`u.user_name`, names)))),
      ...given(filter.computerNames, (names) => inAnyCase(sql`d.computer_name`, names)),
      ...given(filter.desktopIds, (ids) => sql<boolean>`d.id = any(${ids}::uuid[])`),
      ...given(filter.address, (address) =>
        eb.exists(
          eb
            .selectFrom('items as n')
            .whereRef('n.desktop_id', '=', 'd.id')
            .where('n.kind', '=', 'port')
            .where('n.state', '<>', 'absent')
            .where('n.place', '=', 'current')
            .where(sql<string>`host(n.address)`, '=', address)
            .select('n.id'),
        ),
      ),
      ...given(filter.desktopTypes, (types) => sql<boolean>`d.desktop_type = any(${types}::text[])`),
      ...given(filter.status, (status) => eb('d.status', '=', status)),
      ...given(filter.enterpriseProjectId, (id) => eb('d.enterprise_project_id', '=', id)),
      // compared as texts: any text is a legal filter, and one that is no UUID matches nothing
      ...given(filter.subnetId, (id) => sql<boolean>`d.subnet_id::text = ${id}`),
      ...given(filter.imageId, (id) => sql<boolean>`d.image_id::text = ${id}`),
      ...given(filter.availabilityZone, (zone) => eb('d.availability_zone', '=', zone)),
      ...given(filter.hasUsers, (wanted) => {
        const assigned = isAssigned(eb);
        return wanted ? assigned : eb.not(assigned);
      }),
      ...given(filter.inMaintenance, (wanted) => eb('d.in_maintenance_mode', '=', wanted)),
      ...given(filter.shared, (shared) => eb('d.desktop_type', shared ? '=' : '<>', 'SHARED')),
      ...(filter.tags ?? []).map((pair) => eb.exists(tagsOf(eb).where(carries(pair)))),
      ...given(filter.loginStatus, (status) => sql<boolean>`${loginStatusOf} = ${status}`),
    ]),
  );
}

type Builder = ExpressionBuilder<Schema & { d: Schema['desktops'] }, 'd'>;

/** Nothing for a condition that is not given, else the one condition made of it. */
function given<T, C>(value: T | undefined, condition: (value: T) => C): C[] {
  return value === undefined ? [] : [condition(value)];
}

function inAnyCase(column: ReturnType<typeof sql>, names: readonly string[]) {
  return sql<SqlBool>`lower(${column}) = any(array(select lower(name) from unnest(${names}::text[]) as w (name)))`;
}

/** Whoever may open it, also as a member of a group. */
function usersOf(eb: Builder) {
  return eb
    .selectFrom('desktop_access as a')
    .innerJoin('desktop_users as u', 'u.id', 'a.user_id')
    .whereRef('a.desktop_id', '=', 'd.id')
    .select('u.id');
}

function isAssigned(eb: Builder) {
  const users = eb
    .selectFrom('desktop_assignments as a')
    .whereRef('a.desktop_id', '=', 'd.id')
    .select('a.user_id');
  const groups = eb
    .selectFrom('desktop_group_assignments as a')
    .whereRef('a.desktop_id', '=', 'd.id')
    .select('a.group_id');
  return eb.or([eb.exists(users), eb.exists(groups)]);
}

function tagsOf(eb: Builder) {
  return eb.selectFrom('desktop_tags as t').whereRef('t.desktop_id', '=', 'd.id').select('t.key');
}

/** Keys and values may hold `=` themselves, so the pair is compared as a whole. */
function carries(pair: string) {
  return pair.includes('=') ? sql<boolean>`t.key || '=' || t.value = ${pair}` : sql<boolean>`t.key = ${pair}`;
}
