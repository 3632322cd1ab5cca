import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { findVisibleDesktops } from '../../access/visibleDesktops.js';
import { workspace } from '../../http/declare.js';
import { listScopeOf, projectOf } from '../../http/request.js';
import { CountText, limitOf, Offset } from '../../http/schemas/paging.js';
import { oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { TagBody } from '../read/desktopSchemas.js';
import { findDesktopsByTags } from './findDesktopsByTags.js';
import type { DesktopTagParts } from './tagRoutes.js';
import { WantedTag } from './tagSchemas.js';

const WantedTags = Type.Optional(Type.Array(WantedTag, { maxItems: 100 }));
const maxFound = 1000;

const SearchBody = Type.Object({
  action: oneOf(['filter', 'count']),
  // Numbers as texts, as documented; plain numbers are taken too.
  offset: Type.Optional(Type.Union([CountText, Offset])),
  limit: Type.Optional(Type.Union([CountText, limitOf({ max: maxFound })])),
  without_any_tag: Type.Optional(Type.Boolean()),
  matches: Type.Optional(
    Type.Array(
      Type.Object({
        key: oneOf(['resource_name']),
        value: Type.String({ maxLength: 255 }),
      }),
      { maxItems: 50 },
    ),
  ),
  tags: WantedTags,
  tags_any: WantedTags,
  not_tags: WantedTags,
  not_tags_any: WantedTags,
});

const SearchAnswer = Type.Object({
  offset: Type.Optional(Type.Integer()),
  resources: Type.Optional(
    Type.Array(
      Type.Object({
        resource_id: Type.String(),
        resource_name: Type.String(),
        resource_detail: Type.Null(),
        tags: Type.Array(TagBody),
      }),
    ),
  ),
  total_count: Type.Integer(),
});

/**
 * Desktops found by tags, under the path of today and the one that Terraform still uses
 * (docs/reference/desktops.md#finding-by-tags).
 */
export function addTagSearchRoutes(app: Server, { database }: DesktopTagParts): void {
  for (const { path, operation } of [
    { path: 'resource-instances', operation: 'ListDesktopsByTags' },
    { path: 'resource_instances', operation: 'ListDesktopByTags' },
  ] as const) {
    app.post(
      `/v2/:project_id/desktops/${path}/action`,
      workspace(operation, 'Find desktops by tags', { body: SearchBody, answers: { 200: SearchAnswer } }),
      async (request) => search(request, request.body),
    );
  }

  async function search(request: FastifyRequest, body: Static<typeof SearchBody>) {
    const projectId = projectOf(request);
    const offset = Number(body.offset ?? 0);
    const limit = Math.min(Number(body.limit ?? maxFound), maxFound);
    const { total, desktops } = await findDesktopsByTags(
      database,
      projectId,
      {
        withoutAnyTag: body.without_any_tag ?? false,
        nameParts: (body.matches ?? []).map(({ value }) => value),
        all: body.tags ?? [],
        any: body.tags_any ?? [],
        notAll: body.not_tags ?? [],
        notAny: body.not_tags_any ?? [],
        visible: await findVisibleDesktops(database, projectId, listScopeOf(request)),
      },
      body.action === 'count' ? undefined : { offset, limit },
    );
    if (body.action === 'count') return { total_count: total };
    return {
      offset,
      resources: desktops.map((desktop) => ({
        resource_id: desktop.id,
        resource_name: desktop.computer_name,
        resource_detail: null,
        tags: [...desktop.tags],
      })),
      total_count: total,
    };
  }
}
