import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { findVisibleDesktops } from '../../access/visibleDesktops.js';
import { workspace } from '../../http/declare.js';
import { listScopeOf, noContent, projectOf } from '../../http/request.js';
import { DesktopIdText } from '../../http/schemas/ids.js';
import { paging } from '../../http/schemas/paging.js';
import { Filter } from '../../http/schemas/text.js';
import { NoContent } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import type { DesktopId } from '../../ids.js';
import { accessOf } from '../access/desktopAccess.js';
import { changeTagsOfMany, type GivenTag, type TagChange } from './changeTags.js';
import { listProjectTags } from './listProjectTags.js';
import type { DesktopTagParts } from './tagRoutes.js';
import { maxTags, Tag } from './tagSchemas.js';

const ManyDesktopsTags = Type.Object({
  desktops: Type.Array(
    Type.Object({
      // any text, since an id that is none is passed over like one that does not exist
      desktop_id: Type.String({ minLength: 1, maxLength: 128, description: 'Desktop ID.' }),
      tags: Type.Array(Tag, { minItems: 1, maxItems: maxTags }),
    }),
    { minItems: 1, maxItems: 100 },
  ),
});

/** Tags of many desktops at once, and of the whole project (docs/reference/desktops.md#tags). */
export function addProjectTagRoutes(app: Server, { database }: DesktopTagParts): void {
  app.get(
    '/v2/:project_id/desktops/tags',
    workspace('ListProjectTags', 'List the tags of all desktops', {
      query: Type.Object({
        key: Filter,
        value: Filter,
        ...paging({ max: 1000 }),
      }),
      answers: {
        200: Type.Object({
          tags: Type.Array(Type.Object({ key: Type.String(), values: Type.Array(Type.String()) })),
          totalCount: Type.Integer(),
        }),
      },
    }),
    async (request) => {
      const { key, value, offset, limit } = request.query;
      const projectId = projectOf(request);
      const { total, tags } = await listProjectTags(database, projectId, {
        visible: await findVisibleDesktops(database, projectId, listScopeOf(request)),
        key: key === '' ? undefined : key,
        value: value === '' ? undefined : value,
        offset,
        limit,
      });
      return { tags, totalCount: total };
    },
  );

  app.post(
    '/v2/:project_id/desktops/batch-tags',
    workspace('BatchAddDesktopsTags', 'Tag several desktops', {
      body: ManyDesktopsTags,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const changes = readChanges(request.body, (tags) => ({ put: tags, remove: [] }));
      await changeTagsOfMany(database, accessOf(request), changes);
      return noContent(reply);
    },
  );

  app.delete(
    '/v2/:project_id/desktops/batch-tags',
    workspace('BatchDeleteDesktopsTags', 'Remove tags from several desktops', {
      body: ManyDesktopsTags,
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const changes = readChanges(request.body, (tags) => ({ put: [], remove: tags.map(({ key }) => key) }));
      await changeTagsOfMany(database, accessOf(request), changes);
      return noContent(reply);
    },
  );
}

/** What to do with which desktop. A desktop that is named twice gets the tags of both. */
function readChanges(
  body: Static<typeof ManyDesktopsTags>,
  change: (tags: readonly GivenTag[]) => TagChange,
): Map<DesktopId, TagChange> {
  const tags = new Map<DesktopId, readonly GivenTag[]>();
  for (const entry of body.desktops) {
    const id = entry.desktop_id;
    if (Value.Check(DesktopIdText, id)) tags.set(id, [...(tags.get(id) ?? []), ...entry.tags]);
  }
  return new Map([...tags].map(([id, all]) => [id, change(all)]));
}
