import type { TestService } from '../startTestService.js';
import { callAndLook, type FieldProof, type OperationProofs } from './fieldProof.js';
import { bySameId, change, creation, fresh, read } from './madeThings.js';

const foreign = '0'.repeat(32);
const users = 'iam/identities/users/users.test.ts';

async function makeUser(service: TestService): Promise<string> {
  const body = { user: { name: fresh('field-user') } };
  return (await service.call('POST', '//v3/users', body)).body.user.id;
}

async function makeGroup(service: TestService): Promise<string> {
  const body = { group: { name: fresh('field-group') } };
  return (await service.call('POST', '//v3/groups', body)).body.group.id;
}

const shared = (within: string): Record<string, FieldProof> => ({
  [within]: { elsewhere: 'its fields' },
  [`${within}.description`]: { send: 'for the blue team', shown: `${within}.description` },
});

const userFields: Readonly<Record<string, FieldProof>> = {
  ...shared('user'),
  'user.enabled': { send: false, shown: 'user.enabled' },
  'user.email': { send: 'field@example.com', shown: 'user.email' },
  'user.password': { elsewhere: users },
  'user.pwd_status': { send: true, shown: 'user.pwd_status' },
};
const contact: Readonly<Record<string, FieldProof>> = {
  'user.areacode': { send: '0049', shown: 'user.areacode', with: { user: { phone: '30123456' } } },
  'user.phone': { send: '30123456', shown: 'user.phone', with: { user: { areacode: '0049' } } },
  'user.access_mode': { send: 'programmatic', shown: 'user.access_mode' },
};

/** The proofs of calls about users, groups, projects and accounts of IAM. */
export const identityProofs = (place: {
  readonly domainId: string;
}): Readonly<Record<string, OperationProofs>> => ({
  KeystoneCreateUser: {
    call: creation('//v3/users', () => ({ user: { name: fresh('u') } }), bySameId('//v3/users', 'user')),
    fields: {
      ...userFields,
      'user.name': { send: 'field-name', shown: 'user.name' },
      'user.domain_id': { send: foreign, refused: /domain/ },
    },
  },
  KeystoneUpdateUserByAdmin: {
    call: change('PATCH', async (service) => ({ path: `//v3/users/${await makeUser(service)}` })),
    fields: {
      ...userFields,
      'user.name': { send: 'field-renamed', shown: 'user.name' },
      'user.domain_id': { send: foreign, refused: /domain/ },
    },
  },
  KeystoneUpdateUserPassword: {
    call: change('POST', async (service) => ({ path: `//v3/users/${await makeUser(service)}/password` })),
    fields: {
      user: { elsewhere: 'its fields' },
      'user.password': { elsewhere: users },
      'user.original_password': { elsewhere: users },
    },
  },
  CreateUser: {
    call: creation(
      '//v3.0/OS-USER/users',
      () => ({ user: { name: fresh('a'), domain_id: place.domainId } }),
      bySameId('//v3.0/OS-USER/users', 'user'),
    ),
    fields: {
      ...userFields,
      ...contact,
      'user.name': { send: 'field-account', shown: 'user.name' },
      'user.domain_id': { send: foreign, refused: /domain/ },
    },
  },
  UpdateUser: {
    call: change('PUT', async (service) => ({ path: `//v3.0/OS-USER/users/${await makeUser(service)}` })),
    fields: { ...userFields, ...contact, 'user.name': { send: 'field-anew', shown: 'user.name' } },
  },
  UpdateUserInformation: {
    call: change('PUT', async (service) => {
      const id = await makeUser(service);
      return { path: `//v3.0/OS-USER/users/${id}/info`, shownAt: `//v3.0/OS-USER/users/${id}` };
    }),
    fields: {
      user: { elsewhere: 'its fields' },
      'user.email': { send: 'root@example.com', shown: 'user.email' },
      'user.mobile': { send: '0049-30123456', shown: 'user.phone', as: '30123456' },
    },
  },
  KeystoneCreateGroup: {
    call: creation('//v3/groups', () => ({ group: { name: fresh('g') } }), bySameId('//v3/groups', 'group')),
    fields: {
      ...shared('group'),
      'group.name': { send: 'field-group', shown: 'group.name' },
      'group.domain_id': { send: foreign, refused: /domain/ },
    },
  },
  KeystoneUpdateGroup: {
    call: change('PATCH', async (service) => ({ path: `//v3/groups/${await makeGroup(service)}` })),
    fields: {
      ...shared('group'),
      'group.name': { send: 'field-group-anew', shown: 'group.name' },
      'group.domain_id': { send: foreign, refused: /domain/ },
    },
  },
  KeystoneCreateProject: {
    call: creation(
      '//v3/projects',
      () => ({ project: { name: fresh('p') } }),
      bySameId('//v3/projects', 'project'),
    ),
    fields: {
      ...shared('project'),
      'project.name': { send: 'field-project', shown: 'project.name' },
      'project.domain_id': { send: foreign, refused: /domain/ },
      'project.parent_id': { send: foreign, refused: /parent/ },
    },
  },
  KeystoneUpdateProject: {
    call: change('PATCH', async (service) => {
      const { body } = await service.call('POST', '//v3/projects', { project: { name: fresh('p') } });
      return { path: `//v3/projects/${body.project.id}` };
    }),
    fields: {
      ...shared('project'),
      'project.name': { send: 'field-project-anew', shown: 'project.name' },
      'project.enabled': { send: false, shown: 'project.enabled' },
    },
  },
  KeystoneCreateDomain: {
    call: creation(
      '//v3/domains',
      () => ({ domain: { name: fresh('d') } }),
      async (service, answer) => {
        const domain: unknown = Reflect.get(Object(answer), 'domain');
        const shown = await read(service, `//v3/domains/${Reflect.get(Object(domain), 'id')}`);
        return { ...Object(shown), made: domain };
      },
    ),
    fields: {
      ...shared('domain'),
      'domain.name': { send: 'field-account', shown: 'domain.name' },
      'domain.enabled': { send: false, shown: 'domain.enabled' },
      'domain.root_user': { elsewhere: 'its fields' },
      'domain.root_user.name': { send: 'chief', shown: 'made.root_user.name' },
      'domain.root_user.password': { elsewhere: 'iam/identities/domains/domains.test.ts' },
    },
  },
  KeystoneUpdateDomain: {
    call: change('PATCH', async (service) => {
      const { body } = await service.call('POST', '//v3/domains', { domain: { name: fresh('d') } });
      return { path: `//v3/domains/${body.domain.id}` };
    }),
    fields: {
      ...shared('domain'),
      'domain.name': { send: 'field-account-anew', shown: 'domain.name' },
      'domain.enabled': { send: false, shown: 'domain.enabled' },
    },
  },
  CreateEnterpriseProject: {
    call: creation(
      '//v1.0/enterprise-projects',
      () => ({ name: fresh('ep') }),
      bySameId('//v1.0/enterprise-projects', 'enterprise_project'),
    ),
    fields: {
      name: { send: 'field-ep', shown: 'enterprise_project.name' },
      description: { send: 'blue', shown: 'enterprise_project.description' },
      type: { send: 'poc', shown: 'enterprise_project.type' },
    },
  },
  UpdateEnterpriseProject: {
    call: async (service, further) => {
      const name = fresh('ep');
      const path = `//v1.0/enterprise-projects/${await makeEnterpriseProject(service, name)}`;
      return callAndLook(service, 'PUT', path, { minimal: { name }, further }, () => read(service, path));
    },
    fields: {
      name: { send: 'field-ep-anew', shown: 'enterprise_project.name' },
      description: { send: 'blue', shown: 'enterprise_project.description' },
      type: { send: 'poc', shown: 'enterprise_project.type' },
    },
  },
  EnableEnterpriseProject: {
    call: change('POST', async (service) => {
      const path = `//v1.0/enterprise-projects/${await makeEnterpriseProject(service, fresh('ep'))}`;
      return { path: `${path}/action`, shownAt: path };
    }),
    fields: { action: { send: 'disable', shown: 'enterprise_project.status', as: 2 } },
  },
});

async function makeEnterpriseProject(service: TestService, name: string): Promise<string> {
  const { body } = await service.call('POST', '//v1.0/enterprise-projects', { name });
  return body.enterprise_project.id;
}
