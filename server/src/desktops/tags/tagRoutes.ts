import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { workspace } from '../../http/declare.js';
import { noContent } from '../../http/request.js';
import { DesktopPath } from '../../http/schemas/ids.js';
import { NoContent, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { accessOf } from '../access/desktopAccess.js';
import { TagBody } from '../read/desktopSchemas.js';
import { changeTags } from './changeTags.js';
import { findTaggedDesktop } from './findTaggedDesktop.js';
import { maxTags, Tag, TagKey } from './tagSchemas.js';

export interface DesktopTagParts {
  readonly database: Database;
}

const TagPath = { ...DesktopPath, key: TagKey };

/** The tags of one desktop (docs/reference/desktops.md#tags). */
export function addTagRoutes(app: Server, { database }: DesktopTagParts): void {
  app.get(
    '/v2/:project_id/desktops/:desktop_id/tags',
    workspace('ShowTagByDesktopId', "Show a desktop's tags", {
      path: DesktopPath,
      answers: { 200: Type.Object({ tags: Type.Array(TagBody) }) },
    }),
    async (request) => {
      const { tags } = await findTaggedDesktop(database, accessOf(request), request.params.desktop_id);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },
  );

  app.post(
    '/v2/:project_id/desktops/:desktop_id/tags',
    workspace('CreateTag', 'Tag a desktop', {
      path: DesktopPath,
      body: Type.Object({ tag: Tag }),
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await changeTags(database, accessOf(request), request.params.desktop_id, {
        put: [request.body.tag],
        remove: [],
      });
      return noContent(reply);
    },
  );

  app.delete(
    '/v2/:project_id/desktops/:desktop_id/tags/:key',
    workspace('DeleteTag', 'Remove a tag from a desktop', { path: TagPath, answers: { 204: NoContent } }),
    async (request, reply) => {
      await changeTags(database, accessOf(request), request.params.desktop_id, {
        put: [],
        remove: [request.params.key],
      });
      return noContent(reply);
    },
  );

  app.post(
    '/v2/:project_id/desktops/:desktop_id/tags/action',
    workspace('BatchChangeTags', 'Add or remove several tags of a desktop', {
      path: DesktopPath,
      body: Type.Object({
        action: oneOf(['create', 'delete']),
        tags: Type.Optional(Type.Array(Tag, { maxItems: maxTags, default: [] })),
      }),
      notOffered: { sys_tags: [] },
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      const { action, tags = [] } = request.body;
      await changeTags(
        database,
        accessOf(request),
        request.params.desktop_id,
        action === 'create' ? { put: tags, remove: [] } : { put: [], remove: tags.map(({ key }) => key) },
      );
      return noContent(reply);
    },
  );
}
