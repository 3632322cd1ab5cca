import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { callerOf } from '../../http/request.js';
import { keystoneErrors, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { noControlCharacters } from '../text.js';
import { CallerIdentity, DomainList, RegionList, UserList } from './schemas.js';

export interface LookUpRouteParts {
  readonly database: Database;
  readonly region: string;
  /** Address for links; undefined: the one that the caller asked. */
  readonly endpoint?: string | undefined;
}

const tags = ['IAM'];

export function addLookUpRoutes(app: Server, parts: LookUpRouteParts): void {
  app.get(
    '/v3/auth/domains',
    {
      config: { declaration: { operation: 'KeystoneListAuthDomains', family: 'keystone' } },
      schema: { summary: "The caller's account.", tags, response: { 200: DomainList, ...keystoneErrors } },
    },
    async (request) => {
      const { domainId, domainName } = callerOf(request);
      const endpoint = endpointOf(request, parts.endpoint);
      const links = { self: `${endpoint}/v3/domains/${domainId}` };
      const domain = { id: domainId, name: domainName, enabled: true, description: '', links };
      return { domains: [domain], links: { self: `${endpoint}/v3/auth/domains` } };
    },
  );

  app.get(
    '/v3/regions',
    {
      config: { declaration: { operation: 'KeystoneListRegions', family: 'keystone' } },
      schema: {
        summary: 'The region of this service.',
        tags,
        response: { 200: RegionList, ...keystoneErrors },
      },
    },
    async (request) => {
      const endpoint = endpointOf(request, parts.endpoint);
      const region = {
        id: parts.region,
        type: 'public',
        locales: { 'zh-cn': parts.region, 'en-us': parts.region },
        description: '',
        parent_region_id: null,
        links: { self: `${endpoint}/v3/regions/${parts.region}` },
      };
      return {
        regions: [region],
        links: { next: null, previous: null, self: `${endpoint}/v3/regions` },
      };
    },
  );

  app.get(
    '/v3/users',
    {
      config: {
        declaration: {
          operation: 'KeystoneListUsers',
          action: 'iam:users:listUsers',
          family: 'keystone',
        },
      },
      schema: {
        summary: "The IAM users of the caller's account.",
        tags,
        querystring: Type.Object({
          name: Type.Optional(Type.String({ maxLength: 255, pattern: noControlCharacters })),
          domain_id: Type.Optional(Type.String({ maxLength: 255, pattern: noControlCharacters })),
          enabled: Type.Optional(Type.Boolean()),
        }),
        response: { 200: UserList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId } = callerOf(request);
      const { name, domain_id, enabled } = request.query;
      const endpoint = endpointOf(request, parts.endpoint);
      let query = parts.database
        .selectFrom('iam_users')
        .select(['id', 'name', 'domain_id', 'enabled'])
        .where('domain_id', '=', domainId)
        .orderBy('name');
      if (name !== undefined) query = query.where('name', '=', name);
      if (enabled !== undefined) query = query.where('enabled', '=', enabled);
      const rows = (domain_id ?? domainId) === domainId ? await query.execute() : [];
      const users = rows.map((row) => {
        const links = { self: `${endpoint}/v3/users/${row.id}` };
        return { ...row, password_expires_at: null, description: '', links };
      });
      return { users, links: { next: null, previous: null, self: `${endpoint}/v3/users` } };
    },
  );

  app.get(
    '/v5/caller-identity',
    {
      config: { declaration: { operation: 'GetCallerIdentity', family: 'workspace' } },
      schema: {
        summary: 'Who the caller is.',
        tags: ['STS'],
        response: { 200: CallerIdentity, ...workspaceErrors },
      },
    },
    async (request) => {
      const { domainId, userId, userName } = callerOf(request);
      return {
        account_id: domainId,
        principal_urn: `iam::${domainId}:user:${userName}`,
        principal_id: userId,
      };
    },
  );
}
