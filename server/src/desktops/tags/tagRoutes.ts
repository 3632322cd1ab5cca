import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { noContent } from '../../http/request.js';
import { DesktopIdText, NoContent, ProjectPath, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { accessOf } from '../desktopAccess.js';
import { enterDesktop } from '../desktopResource.js';
import { TagBody } from '../desktopSchemas.js';
import { changeTags } from './changeTags.js';
import { maxTags, Tag, TagKey } from './tagSchemas.js';

export interface DesktopTagParts {
  readonly database: Database;
}

const DesktopPath = Type.Object({ ...ProjectPath.properties, desktop_id: DesktopIdText });
const TagPath = Type.Object({ ...DesktopPath.properties, key: TagKey });

/** The tags of one desktop (docs/reference/desktops.md#tags). */
export function addTagRoutes(app: Server, { database }: DesktopTagParts): void {
  app.get(
    '/v2/:project_id/desktops/:desktop_id/tags',
    {
      config: {
        declaration: {
          operation: 'ShowTagByDesktopId',
          family: 'workspace',
        },
      },
      schema: {
        summary: "Show a desktop's tags",
        tags: ['Tags'],
        params: DesktopPath,
        response: { 200: Type.Object({ tags: Type.Array(TagBody) }), ...workspaceErrors },
      },
    },
    async (request) => {
      const { tags } = await enterDesktop(database, accessOf(request), request.params.desktop_id);
      return { tags: [...tags].map(([key, value]) => ({ key, value })) };
    },
  );

  app.post(
    '/v2/:project_id/desktops/:desktop_id/tags',
    {
      config: {
        declaration: {
          operation: 'CreateTag',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Tag a desktop',
        tags: ['Tags'],
        params: DesktopPath,
        body: Type.Object({ tag: Tag }),
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
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
    {
      config: {
        declaration: {
          operation: 'DeleteTag',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Remove a tag from a desktop',
        tags: ['Tags'],
        params: TagPath,
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
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
    {
      config: {
        declaration: {
          operation: 'BatchChangeTags',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'Add or remove several tags of a desktop',
        tags: ['Tags'],
        params: DesktopPath,
        body: Type.Object({
          action: Type.Enum(['create', 'delete']),
          tags: Type.Optional(Type.Array(Tag, { maxItems: maxTags, default: [] })),
        }),
        response: { 204: NoContent, ...workspaceErrors },
      },
    },
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
