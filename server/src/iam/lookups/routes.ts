import { principalUrnOf } from '../../access/principalUrn.js';
import { keystone, sts } from '../../http/declare.js';
import { callerOf } from '../../http/request.js';
import type { Server } from '../../http/server.js';
import { endpointOf, type LinkParts } from '../keystone/endpoint.js';
import { keystonePage, PageQuery } from '../keystone/keystonePage.js';
import { CallerIdentity, DomainList, RegionList } from './schemas.js';

export interface LookUpRouteParts extends LinkParts {
  readonly region: string;
}

export function addLookUpRoutes(app: Server, parts: LookUpRouteParts): void {
  app.get(
    '/v3/auth/domains',
    keystone('KeystoneListAuthDomains', "The caller's account.", {
      query: PageQuery,
      answers: { 200: DomainList },
    }),
    async (request) => {
      const { domainId, domainName } = callerOf(request);
      const endpoint = endpointOf(request, parts);
      const self = `${endpoint}/v3/domains/${domainId}`;
      const domain = { id: domainId, name: domainName, enabled: true, description: '', links: { self } };
      const { items, links } = keystonePage(request, parts, [domain]);
      return { domains: [...items], links };
    },
  );

  app.get(
    '/v3/regions',
    keystone('KeystoneListRegions', 'The region of this service.', {
      query: PageQuery,
      answers: { 200: RegionList },
    }),
    async (request) => {
      const endpoint = endpointOf(request, parts);
      const region = {
        id: parts.region,
        type: 'public',
        locales: { 'zh-cn': parts.region, 'en-us': parts.region },
        description: '',
        parent_region_id: null,
        links: { self: `${endpoint}/v3/regions/${parts.region}` },
      };
      const { items, links } = keystonePage(request, parts, [region]);
      return { regions: [...items], links };
    },
  );

  app.get(
    '/v5/caller-identity',
    sts('GetCallerIdentity', 'Who the caller is.', { answers: { 200: CallerIdentity } }),
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
