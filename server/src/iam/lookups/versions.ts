import { type Static, Type } from 'typebox';
import { keystoneErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { VersionBody } from './schemas.js';

const tags = ['IAM'];

/** Version discovery, open to everyone (docs/reference/tokens.md#versions): OpenStack clients ask it before they sign in. */
export function addVersionRoutes(app: Server, parts: { readonly endpoint?: string | undefined }): void {
  app.get(
    '/',
    {
      config: { declaration: { operation: 'KeystoneListVersions', anonymous: true, family: 'keystone' } },
      schema: {
        summary: 'The versions of the identity API.',
        tags,
        response: {
          300: Type.Object({ versions: Type.Object({ values: Type.Array(VersionBody) }) }),
          ...keystoneErrors,
        },
      },
    },
    async (request, reply) => {
      reply.code(300);
      return { versions: { values: [version(endpointOf(request, parts.endpoint))] } };
    },
  );

  app.get(
    '/v3',
    {
      config: { declaration: { operation: 'KeystoneShowVersion', anonymous: true, family: 'keystone' } },
      schema: {
        summary: 'Version 3 of the identity API.',
        tags,
        response: { 200: Type.Object({ version: VersionBody }), ...keystoneErrors },
      },
    },
    async (request) => ({ version: version(endpointOf(request, parts.endpoint)) }),
  );
}

function version(endpoint: string): Static<typeof VersionBody> {
  return {
    id: 'v3.6',
    status: 'stable',
    updated: '2016-04-04T00:00:00Z',
    links: [{ rel: 'self', href: `${endpoint}/v3/` }],
    'media-types': [{ type: 'application/vnd.openstack.identity-v3+json', base: 'application/json' }],
  };
}
