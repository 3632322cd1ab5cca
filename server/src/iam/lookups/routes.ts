import { principalUrnOf } from '../../access/principalUrn.js';
import { callerOf } from '../../http/request.js';
import { keystoneErrors, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { endpointOf } from '../endpoint.js';
import { keystonePage, PageQuery } from '../keystonePage.js';
import { CallerIdentity, DomainList, RegionList } from './schemas.js';

export interface LookUpRouteParts {
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
      schema: {
        summary: "The caller's account.",
        tags,
        querystring: PageQuery,
        response: { 200: DomainList, ...keystoneErrors },
      },
    },
    async (request) => {
      const { domainId, domainName } = callerOf(request);
      const endpoint = endpointOf(request, parts.endpoint);
      const self = `${endpoint}/v3/domains/${domainId}`;
      const domain = { id: domainId, name: domainName, enabled: true, description: '', links: { self } };
      const { items, links } = keystonePage(request, request.query, parts.endpoint, [domain], ({ id }) => id);
      return { domains: [...items], links };
    },
  );

  app.get(
    '/v3/regions',
    {
      config: { declaration: { operation: 'KeystoneListRegions', family: 'keystone' } },
      schema: {
        summary: 'The region of this service.',
        tags,
        querystring: PageQuery,
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
      const { items, links } = keystonePage(request, request.query, parts.endpoint, [region], ({ id }) => id);
      return { regions: [...items], links };
    },
  );

  app.get(
    '/v5/caller-identity',
    {
      config: { declaration: { operation: 'GetCallerIdentity', family: 'sts' } },
      schema: {
        summary: 'Who the caller is.',
        tags: ['STS'],
        response: { 200: CallerIdentity, ...workspaceErrors },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return {
        account_id: caller.domainId,
        principal_urn: principalUrnOf(caller),
        principal_id: caller.userId,
      };
    },
  );
}
