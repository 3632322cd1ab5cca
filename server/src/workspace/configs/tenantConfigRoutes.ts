import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { workspace } from '../../http/declare.js';
import { noContent, projectOf } from '../../http/request.js';
import { Filter } from '../../http/schemas/text.js';
import { NoContent, oneOf } from '../../http/schemas/values.js';
import type { Server } from '../../http/server.js';
import { listTenantConfigs, updateTenantConfig } from './tenantConfigs.js';

const Text = Type.String({ maxLength: 255 });
const Status = oneOf(['ON', 'OFF']);
const Values = Type.Array(Type.Object({ key: Text, value: Text }));

/** What can be switched in a project: ListTenantConfigs, UpdateTenantConfig (docs/reference/service.md#switches). */
export function addTenantConfigRoutes(app: Server, { database }: { readonly database: Database }): void {
  app.get(
    '/v2/:project_id/tenant-configs',
    workspace('ListTenantConfigs', 'What can be switched in a project, and whether it is on', {
      query: Type.Object({ name: Filter }),
      answers: {
        200: Type.Object({
          function_configs: Type.Array(Type.Object({ id: Text, name: Text, status: Status, values: Values })),
        }),
      },
    }),
    async (request) => {
      const { name } = request.query;
      const all = await listTenantConfigs(database, projectOf(request));
      return { function_configs: all.filter((config) => name === undefined || config.name === name) };
    },
  );

  app.put(
    '/v2/:project_id/tenant-configs',
    workspace('UpdateTenantConfig', 'Switch something in a project on or off', {
      description:
        '`protect_new_desktops`: a desktop that is ordered from then on is protected against deletion, unless its order says ' +
        '`deletion_protection` itself. Desktops that are there stay as they are.',
      body: Type.Object({
        function_config: Type.Object({
          id: Type.Optional(Text),
          name: Type.Optional(Text),
          status: Status,
          values: Type.Optional(
            Type.Array(Type.Object({ key: Type.Optional(Text), value: Type.Optional(Text) }), {
              maxItems: 100,
            }),
          ),
        }),
      }),
      notOffered: { 'function_config.values': [] },
      answers: { 204: NoContent },
    }),
    async (request, reply) => {
      await updateTenantConfig(database, projectOf(request), request.body.function_config);
      return noContent(reply);
    },
  );
}
