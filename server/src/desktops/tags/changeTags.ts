import { sql } from 'kysely';
import { requestTagKeys } from '../../access/conditionKeysOf.js';
import type { ConditionKeys } from '../../access/policies/conditionKeys.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { authorizeDesktop, type DesktopAccess } from '../access/authorizeDesktop.js';
import { type DesktopResource, readDesktopResources } from '../access/desktopResource.js';
import { retryOnNewRevision } from '../change/retryOnNewRevision.js';
import { isDeleting } from '../taskStatus.js';
import { findTaggedDesktop } from './findTaggedDesktop.js';
import { maxTags } from './tagSchemas.js';

export interface TagPair {
  readonly key: string;
  readonly value: string;
}

/** A tag as callers give it: without a value it has the empty one. */
export interface GivenTag {
  readonly key: string;
  readonly value?: string;
}

/** What is to become of a desktop's tags. */
export interface TagChange {
  /** Added; a tag with the same key is overwritten. Of two with one key the later counts. */
  readonly put: readonly GivenTag[];
  /** Keys; one that is not there counts as removed. */
  readonly remove: readonly string[];
}

/**
 * Changes the tags of one desktop.
 * @throws {ApiError} DPL.0403, DPL.4042, WKS.00010032 once it is being deleted, DPL.4091 past 20 tags
 */
export async function changeTags(
  database: Database,
  access: DesktopAccess,
  desktopId: DesktopId,
  change: TagChange,
): Promise<void> {
  await retryOnNewRevision(async () => {
    const desktop = await findTaggedDesktop(database, access, desktopId, keysOf(change));
    return write(database, access, [decide(desktop, change)]);
  });
}

/**
 * Changes the tags of several desktops, of all or of none. Missing, foreign and gone desktops are passed over.
 * @throws {ApiError} DPL.0403, WKS.00010032 and DPL.4091 as {@link changeTags}, for the first desktop at fault
 */
export async function changeTagsOfMany(
  database: Database,
  access: DesktopAccess,
  changes: ReadonlyMap<DesktopId, TagChange>,
): Promise<void> {
  await retryOnNewRevision(async () => {
    const desktops = await readDesktopResources(database, access.projectId, [...changes.keys()]);
    const decisions = [...changes].flatMap(([id, change]) => {
      const desktop = desktops.get(id);
      authorizeDesktop(access, id, desktop, keysOf(change));
      return desktop === undefined || desktop.gone ? [] : [decide(desktop, change)];
    });
    return write(database, access, decisions);
  });
}

/** What policies may ask about: the tags that are given, and the keys of those that are taken. */
function keysOf({ put, remove }: TagChange): ConditionKeys {
  if (put.length > 0) return requestTagKeys(put);
  return remove.length === 0 ? new Map() : new Map([['g:TagKeys', [...new Set(remove)]]]);
}

interface Decision {
  readonly put: readonly TagPair[];
  readonly remove: readonly string[];
  readonly desktopId: DesktopId;
  readonly revision: number;
}

/** What has to be written so that the desktop, as it was read, has the wanted tags. */
function decide(desktop: DesktopResource, change: TagChange): Decision {
  if (isDeleting(desktop.taskStatus)) {
    throw new ApiError('WKS.00010032', [desktop.id, desktop.taskStatus], `desktop: ${desktop.id}`);
  }
  const wanted = new Map(change.put.map(({ key, value }) => [key, value ?? '']));
  const remove = change.remove.filter((key) => desktop.tags.has(key) && !wanted.has(key));
  const added = [...wanted.keys()].filter((key) => !desktop.tags.has(key)).length;
  if (desktop.tags.size - remove.length + added > maxTags) {
    throw new ApiError(
      'DPL.4091',
      [{ en: `a desktop has at most ${maxTags} tags`, zh: `一个桌面最多有${maxTags}个标签` }],
      `desktop: ${desktop.id}`,
    );
  }
  return {
    desktopId: desktop.id,
    revision: desktop.revision,
    remove,
    put: [...wanted]
      .filter(([key, value]) => desktop.tags.get(key) !== value)
      .map(([key, value]) => ({ key, value })),
  };
}

/** Writes all decisions if every desktop is still as it was decided on, and nothing otherwise (undefined). */
async function write(
  database: Database,
  { projectId }: DesktopAccess,
  decisions: readonly Decision[],
): Promise<true | undefined> {
  const changes = decisions.filter(({ put, remove }) => put.length > 0 || remove.length > 0);
  if (changes.length === 0) return true;
  const removed = changes.flatMap(({ desktopId, remove }) => remove.map((key) => ({ desktopId, key })));
  const put = changes.flatMap((change) => change.put.map((tag) => ({ desktopId: change.desktopId, ...tag })));
  const { rows } = await sql<{ id: DesktopId }>`
    with wanted as (
      select * from unnest(
        ${changes.map(({ desktopId }) => desktopId)}::uuid[],
        ${changes.map(({ revision }) => revision)}::integer[]
      ) as w (id, revision)
    ),
    -- in id order, so that two calls on the same desktops never wait for each other
    locked as materialized (
      select d.id from desktops d join wanted w on w.id = d.id and w.revision = d.revision
      where d.project_id = ${projectId} and d.gone_at is null and d.task_status not in ('deleting', 'deleteFailed')
      order by d.id for update of d
    ),
    target as (
      update desktops d set revision = d.revision + 1 from locked l
      where d.id = l.id and (select count(*) from locked) = ${changes.length}
      returning d.id
    ),
    removed as (
      delete from desktop_tags t using target, unnest(
        ${removed.map(({ desktopId }) => desktopId)}::uuid[], ${removed.map(({ key }) => key)}::text[]
      ) as r (desktop_id, key)
      where t.desktop_id = target.id and r.desktop_id = target.id and t.key = r.key
    ),
    put as (
      insert into desktop_tags (desktop_id, project_id, key, value)
      select target.id, ${projectId}, p.key, p.value from target join unnest(
        ${put.map(({ desktopId }) => desktopId)}::uuid[],
        ${put.map(({ key }) => key)}::text[],
        ${put.map(({ value }) => value)}::text[]
      ) as p (desktop_id, key, value) on p.desktop_id = target.id
      on conflict (desktop_id, key) do update set value = excluded.value
    )
    select id from target`.execute(database);
  return rows.length === changes.length ? true : undefined;
}
