import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { isVisible, type VisibleDesktops } from '../../access/visibleDesktops.js';
import type { Database } from '../../database/connect.js';
import type { ProjectId } from '../../ids.js';
import { liveDesktops } from '../read/desktopRow.js';
import type { TagPair } from './changeTags.js';

/** A key with any of the values; no values: with any value. */
export interface WantedTagValues {
  readonly key: string;
  readonly values?: readonly string[];
}

/** Which desktops are looked for. Every condition that is given must hold. */
export interface TagSearch {
  /** Only desktops without tags; then no other condition on tags counts. */
  readonly withoutAnyTag: boolean;
  /** The desktop's name contains each of these, in any case. */
  readonly nameParts: readonly string[];
  readonly all: readonly WantedTagValues[];
  readonly any: readonly WantedTagValues[];
  readonly notAll: readonly WantedTagValues[];
  readonly notAny: readonly WantedTagValues[];
  /** What the caller may see. */
  readonly visible: VisibleDesktops;
}

export interface TaggedDesktop {
  readonly id: string;
  readonly computer_name: string;
  readonly tags: readonly TagPair[];
}

/** The project's desktops that the search is for, oldest first. `page` undefined: only their number. */
export async function findDesktopsByTags(
  database: Database,
  projectId: ProjectId,
  search: TagSearch,
  page: { readonly offset: number; readonly limit: number } | undefined,
): Promise<{ total: number; desktops: TaggedDesktop[] }> {
  const matching = liveDesktops(database, projectId).where((eb) =>
    eb.and([
      isVisible(search.visible),
      ...search.nameParts.map((part) => sql<boolean>`strpos(lower(d.computer_name), lower(${part})) > 0`),
      ...(search.withoutAnyTag ? [eb.not(anyTag)] : []),
      ...(search.withoutAnyTag
        ? []
        : [
            ...search.all.map(carries),
            ...(search.any.length === 0 ? [] : [eb.or(search.any.map(carries))]),
            ...(search.notAll.length === 0 ? [] : [eb.not(eb.and(search.notAll.map(carries)))]),
            ...search.notAny.map((tag) => eb.not(carries(tag))),
          ]),
    ]),
  );
  const [{ total }, desktops] = await Promise.all([
    matching.select((eb) => eb.fn.countAll<string>().as('total')).executeTakeFirstOrThrow(),
    page === undefined
      ? []
      : matching
          .select((eb) => [
            'd.id',
            'd.computer_name',
            jsonArrayFrom(
              eb
                .selectFrom('desktop_tags as t')
                .whereRef('t.desktop_id', '=', 'd.id')
                .select(['t.key', 't.value'])
                .orderBy('t.key'),
            ).as('tags'),
          ])
          .orderBy('d.created_at')
          .orderBy('d.id')
          .offset(page.offset)
          .limit(page.limit)
          .execute(),
  ]);
  return { total: Number(total), desktops };
}

const anyTag = sql<boolean>`exists (select from desktop_tags t where t.desktop_id = d.id)`;

function carries({ key, values = [] }: WantedTagValues) {
  return sql<boolean>`exists (
    select from desktop_tags t
    where t.desktop_id = d.id and t.key = ${key}
      and (cardinality(${values}::text[]) = 0 or t.value = any(${values}::text[]))
  )`;
}
