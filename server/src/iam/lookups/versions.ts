import { type Static, Type } from 'typebox';
import { keystone } from '../../http/declare.js';
import type { Server } from '../../http/server.js';
import { endpointOf, type LinkParts } from '../keystone/endpoint.js';
import { VersionBody } from './schemas.js';

/** Version discovery, open to everyone (docs/reference/tokens.md#versions): OpenStack clients ask it before they sign in. */
export function addVersionRoutes(app: Server, parts: LinkParts): void {
  app.get(
    '/',
    keystone('KeystoneListVersions', 'The versions of the identity API.', {
      answers: { 300: Type.Object({ versions: Type.Object({ values: Type.Array(VersionBody) }) }) },
      anonymous: true,
    }),
    async (request, reply) => {
      reply.code(300);
      return { versions: { values: [version(endpointOf(request, parts))] } };
    },
  );

  app.get(
    '/v3',
    keystone('KeystoneShowVersion', 'Version 3 of the identity API.', {
      answers: { 200: Type.Object({ version: VersionBody }) },
      anonymous: true,
    }),
    async (request) => ({ version: version(endpointOf(request, parts)) }),
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
