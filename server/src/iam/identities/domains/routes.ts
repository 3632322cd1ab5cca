import { type Static, Type } from 'typebox';
import { keystone } from '../../../http/declare.js';
import { callerOf } from '../../../http/request.js';
import { AnyId } from '../../../http/schemas/ids.js';
import type { Server } from '../../../http/server.js';
import { endpointOf, type LinkParts } from '../../keystone/endpoint.js';
import { keystonePage, ListLinks, pageFields } from '../../keystone/keystonePage.js';
import {
  createDomain,
  type Domain,
  type DomainParts,
  findDomain,
  listDomains,
  updateDomain,
} from './domains.js';

export type DomainRouteParts = DomainParts & LinkParts;

const Text = Type.String({ maxLength: 1_024 });
const DomainPath = { domain_id: AnyId };

const domainFields = {
  id: Type.String(),
  name: Type.String(),
  description: Type.String(),
  enabled: Type.Boolean(),
  links: Type.Object({ self: Type.String() }),
};
const DomainBody = Type.Object(domainFields);
const Named = Type.Object({ id: Type.String(), name: Type.String() });

/** What Keystone does not have: who may sign in to the new account, and where he finds himself. */
const CreatedDomainBody = Type.Object({
  ...domainFields,
  root_user: Type.Object({
    id: Type.String(),
    name: Type.String(),
    password: Type.Optional(
      Type.String({ description: 'Only when it was made here; it is not told again.' }),
    ),
  }),
  project: Named,
});

const NewDomainBody = Type.Object({
  domain: Type.Object({
    name: Text,
    description: Type.Optional(Text),
    enabled: Type.Optional(Type.Boolean()),
    root_user: Type.Optional(
      Type.Object({
        name: Type.Optional(Text),
        password: Type.Optional(Type.String({ maxLength: 512 })),
      }),
    ),
  }),
});

const DomainChangesBody = Type.Object({
  domain: Type.Object({
    name: Type.Optional(Text),
    description: Type.Optional(Text),
    enabled: Type.Optional(Type.Boolean()),
  }),
});

/** Accounts. Only the account that runs the service sees and makes others than itself. */
export function addDomainRoutes(app: Server, parts: DomainRouteParts): void {
  app.get(
    '/v3/domains',
    keystone('KeystoneListDomains', 'The accounts that the caller may see.', {
      query: Type.Object({
        name: Type.Optional(AnyId),
        enabled: Type.Optional(Type.Boolean()),
        ...pageFields,
      }),
      answers: { 200: Type.Object({ domains: Type.Array(DomainBody), links: ListLinks }) },
    }),
    async (request) => {
      const all = await listDomains(parts.database, callerOf(request), request.query);
      const { items, links } = keystonePage(request, parts, all);
      const endpoint = endpointOf(request, parts);
      return { domains: items.map((domain) => domainBody(domain, endpoint)), links };
    },
  );

  app.get(
    '/v3/domains/:domain_id',
    keystone('KeystoneShowDomain', 'One account.', {
      path: DomainPath,
      answers: { 200: Type.Object({ domain: DomainBody }) },
    }),
    async (request) => {
      const domain = await findDomain(parts.database, callerOf(request), request.params.domain_id);
      return { domain: domainBody(domain, endpointOf(request, parts)) };
    },
  );

  app.post(
    '/v3/domains',
    keystone(
      'KeystoneCreateDomain',
      'Add an account with its root user and a first project. For the root user of the service only.',
      { body: NewDomainBody, answers: { 201: Type.Object({ domain: CreatedDomainBody }) } },
    ),
    async (request, reply) => {
      const { root_user, ...fields } = request.body.domain;
      const made = await createDomain(parts, callerOf(request), {
        ...fields,
        rootName: root_user?.name,
        rootPassword: root_user?.password,
      });
      reply.code(201);
      const { domain, root, project, password } = made;
      return {
        domain: {
          ...domainBody(domain, endpointOf(request, parts)),
          root_user: { ...root, ...(password === undefined ? {} : { password }) },
          project,
        },
      };
    },
  );

  app.patch(
    '/v3/domains/:domain_id',
    keystone(
      'KeystoneUpdateDomain',
      'Rename, disable or enable an account. For the root user of the service only.',
      { path: DomainPath, body: DomainChangesBody, answers: { 200: Type.Object({ domain: DomainBody }) } },
    ),
    async (request) => {
      const { domain_id } = request.params;
      const domain = await updateDomain(parts, callerOf(request), domain_id, request.body.domain);
      return { domain: domainBody(domain, endpointOf(request, parts)) };
    },
  );
}

function domainBody(domain: Domain, endpoint: string): Static<typeof DomainBody> {
  const { id, name, description, enabled } = domain;
  return { id, name, description, enabled, links: { self: `${endpoint}/v3/domains/${id}` } };
}
