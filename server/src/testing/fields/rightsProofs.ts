import type { TestService } from '../startTestService.js';
import type { FieldProof, OperationProofs } from './fieldProof.js';
import { bySameId, change, creation, fresh, read } from './madeThings.js';

const document = (action: string): string =>
  JSON.stringify({ Version: '5.0', Statement: [{ Effect: 'Allow', Action: [action] }] });
const role = (action: string): object => ({
  Version: '1.1',
  Statement: [{ Effect: 'Allow', Action: [action] }],
});

async function makePolicy(service: TestService): Promise<string> {
  const body = { policy_name: fresh('policy'), policy_document: document('workspace:desktops:get') };
  return (await service.call('POST', '//v5/policies', body)).body.policy.policy_id;
}

const newRole = (): object => ({
  role: {
    display_name: fresh('role'),
    type: 'AX',
    description: 'made for a test',
    policy: role('workspace:desktops:get'),
  },
});

const roleFields: Readonly<Record<string, FieldProof>> = {
  role: { elsewhere: 'its fields' },
  'role.display_name': { send: 'field-role', shown: 'role.display_name' },
  'role.type': { send: 'XA', shown: 'role.type' },
  'role.description': { send: 'blue', shown: 'role.description' },
  'role.description_cn': { send: '蓝队', shown: 'role.description_cn' },
  'role.policy': {
    send: role('workspace:desktops:delete'),
    shown: 'role.policy.Statement.0.Action.0',
    as: 'workspace:desktops:delete',
  },
};

const attachment = (kind: 'user' | 'group'): OperationProofs => ({
  call: change('POST', async (service) => {
    const path = `//v5/policies/${await makePolicy(service)}`;
    return { path: `${path}/attach-${kind}`, shownAt: `${path}/attached-entities` };
  }),
  fields: { [`${kind}_id`]: { elsewhere: 'iam/grants/attachments/attachments.test.ts' } },
});

/** The proofs of calls about roles, policies and access keys. */
export const rightsProofs = (place: {
  readonly userId: string;
}): Readonly<Record<string, OperationProofs>> => ({
  CreateCloudServiceCustomPolicy: {
    call: creation('//v3.0/OS-ROLE/roles', newRole, bySameId('//v3.0/OS-ROLE/roles', 'role')),
    fields: roleFields,
  },
  UpdateCloudServiceCustomPolicy: {
    call: change('PATCH', async (service) => {
      const { body } = await service.call('POST', '//v3.0/OS-ROLE/roles', newRole());
      return { path: `//v3.0/OS-ROLE/roles/${body.role.id}` };
    }),
    fields: { ...roleFields, 'role.display_name': { send: 'field-role-anew', shown: 'role.display_name' } },
  },
  CreatePolicyV5: {
    call: creation(
      '//v5/policies',
      () => ({ policy_name: fresh('policy'), policy_document: document('workspace:desktops:get') }),
      async (service, answer) => {
        const id = Reflect.get(Object(Reflect.get(Object(answer), 'policy')), 'policy_id');
        const version = await read(service, `//v5/policies/${id}/versions/v1`);
        return { ...Object(await read(service, `//v5/policies/${id}`)), ...Object(version) };
      },
    ),
    fields: {
      policy_name: { send: 'field-policy', shown: 'policy.policy_name' },
      policy_document: {
        send: document('workspace:desktops:delete'),
        shown: 'policy_version.document',
      },
      path: { send: 'team/blue/', shown: 'policy.path' },
      description: { send: 'blue', shown: 'policy.description' },
    },
  },
  UpdatePolicyV5: {
    call: change('PUT', async (service) => ({ path: `//v5/policies/${await makePolicy(service)}` })),
    fields: { description: { send: 'blue', shown: 'policy.description' } },
  },
  CreatePolicyVersionV5: {
    call: change('POST', async (service) => {
      const path = `//v5/policies/${await makePolicy(service)}`;
      return {
        path: `${path}/versions`,
        shownAt: `${path}/versions/v2`,
        minimal: { policy_document: document('workspace:desktops:list') },
      };
    }),
    fields: {
      policy_document: {
        send: document('workspace:desktops:delete'),
        shown: 'policy_version.document',
      },
      set_as_default: { send: true, shown: 'policy_version.is_default' },
    },
  },
  CheckPolicyDocument: {
    call: creation(
      '/policy-checks',
      () => ({ model: 'identity', policy_document: document('workspace:desktops:get') }),
      async (_, answer) => answer,
    ),
    fields: {
      model: { send: 'role', shown: 'valid', as: false },
      policy_document: { send: '{', shown: 'valid', as: false },
    },
  },
  AttachUserPolicyV5: attachment('user'),
  AttachGroupPolicyV5: attachment('group'),
  CreatePermanentAccessKey: {
    call: async (service, further) => {
      const body = { user: { name: fresh('keys') } };
      const { id } = (await service.call('POST', '//v3/users', body)).body.user;
      return creation(
        '//v3.0/OS-CREDENTIAL/credentials',
        () => ({ credential: { user_id: id } }),
        bySameId('//v3.0/OS-CREDENTIAL/credentials', 'credential', 'access'),
      )(service, further);
    },
    fields: {
      credential: { elsewhere: 'its fields' },
      'credential.user_id': { send: place.userId, shown: 'credential.user_id' },
      'credential.description': { send: 'blue', shown: 'credential.description' },
    },
  },
  UpdatePermanentAccessKey: {
    call: change('PUT', async (service) => {
      const body = { user: { name: fresh('keys') } };
      const { id } = (await service.call('POST', '//v3/users', body)).body.user;
      const path = '//v3.0/OS-CREDENTIAL/credentials';
      const key = (await service.call('POST', path, { credential: { user_id: id } })).body.credential;
      return { path: `${path}/${key.access}` };
    }),
    fields: {
      credential: { elsewhere: 'its fields' },
      'credential.status': { send: 'inactive', shown: 'credential.status' },
      'credential.description': { send: 'blue', shown: 'credential.description' },
    },
  },
});
