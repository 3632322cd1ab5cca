import { createDesktops } from '../desktopCalls.js';
import type { TestService } from '../startTestService.js';
import { waitUntil } from '../waitUntil.js';
import { besideOf, callAndLook, type FieldProof, type OperationProofs } from './fieldProof.js';
import { change, creation, fresh, read } from './madeThings.js';

const nobody = '0'.repeat(32);
const nowhere = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const fields = { elsewhere: 'its fields' } as const;

async function makeUser(service: TestService, name = fresh('worker')): Promise<string> {
  const body = { user_name: name, user_email: 'worker@example.com' };
  return (await service.call('POST', '/users', body)).body.id;
}

async function makeGroup(service: TestService): Promise<string> {
  const body = { group_name: fresh('team'), platform_type: 'LOCAL' };
  return (await service.call('POST', '/groups', body)).body.id;
}

async function showGroup(service: TestService, id: unknown): Promise<unknown> {
  const { user_groups } = (await service.call('GET', '/groups')).body;
  return user_groups.find((group: { id: string }) => group.id === id);
}

/** A call about one new desktop, and a look at it once no task runs. */
const onDesktop =
  (
    method: string,
    path: (id: string) => string,
    minimal: (id: string) => object,
    user?: string,
  ): OperationProofs['call'] =>
  async (service, further) => {
    const wish = user === undefined ? {} : { desktops: [{ user_name: user }] };
    const [id] = await createDesktops(service, wish);
    return callAndLook(service, method, path(id), { minimal: minimal(id), further }, async () =>
      waitUntil(async () => {
        const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
        return desktop.task_status === '' && desktop;
      }, 'the task to end'),
    );
  };

const tagFields = (of: string): Readonly<Record<string, FieldProof>> => ({
  [of]: fields,
  [`${of}[].key`]: { send: 'team', shown: 'tags.0.key' },
  [`${of}[].value`]: { send: 'blue', shown: 'tags.0.value', with: bodyOfTags(of) },
});

const bodyOfTags = (of: string): object =>
  of === 'tags' ? { tags: [{ key: 'team' }] } : { desktops: [{ tags: [{ key: 'team' }] }] };

const changeInfo = {
  group_name: { send: 'field-team', shown: 'name' },
  description: { send: 'blue', shown: 'description' },
} as const;

/** The proofs of calls about tags, power, people of desktops, and groups of users. */
export const workProofs = (
  userFields: OperationProofs['fields'],
): Readonly<Record<string, OperationProofs>> => ({
  BatchChangeTags: {
    call: onDesktop(
      'POST',
      (id) => `/desktops/${id}/tags/action`,
      () => ({ action: 'create' }),
    ),
    fields: { action: { elsewhere: 'desktops/tags/tags.test.ts' }, ...tagFields('tags') },
  },
  BatchAddDesktopsTags: {
    call: onDesktop(
      'POST',
      () => '/desktops/batch-tags',
      (id) => ({ desktops: [{ desktop_id: id }] }),
    ),
    fields: {
      desktops: fields,
      'desktops[].desktop_id': { elsewhere: 'every call here: the desktop that is shown' },
      ...tagFields('desktops[].tags'),
    },
  },
  BatchRunDesktops: {
    call: onDesktop(
      'POST',
      () => '/desktops/action',
      (id) => ({ desktop_ids: [id], op_type: 'os-stop' }),
    ),
    fields: {
      desktop_ids: { elsewhere: 'every call here: the desktop that is shown' },
      op_type: { send: 'os-hibernate', shown: 'status', as: 'HIBERNATED' },
      type: { elsewhere: 'desktops/power/powerDesktops.test.ts' },
    },
  },
  ResizeDesktop: {
    call: onDesktop(
      'POST',
      () => '/desktops/resize',
      (id) => ({
        desktops: [{ desktop_id: id }],
        product_id: 'workspace.x86.large',
        mode: 'STOP_DESKTOP',
      }),
    ),
    fields: {
      desktops: fields,
      'desktops[].desktop_id': { elsewhere: 'every call here: the desktop that is shown' },
      product_id: { send: 'workspace.x86.medium', shown: 'product_id' },
      mode: { send: 'LIVE', refused: /mode/ },
    },
  },
  AddDesktopVolumes: {
    call: onDesktop(
      'POST',
      (id) => `/desktops/${id}/volumes`,
      () => ({ volumes: [{ type: 'GPSSD2', size: 10 }] }),
    ),
    fields: {
      volumes: fields,
      'volumes[].type': { send: 'SSD', shown: 'data_volumes.0.type' },
      'volumes[].size': { send: 20, shown: 'data_volumes.0.size' },
      'volumes[].iops': { send: 4000, shown: 'data_volumes.0.iops' },
      'volumes[].throughput': { send: 150, shown: 'data_volumes.0.throughput' },
      'volumes[].kms_id': { send: 'key', refused: /kms_id/ },
      enterprise_project_id: { send: nowhere, refused: /enterprise_project_id/ },
    },
  },
  SetMaintenanceMode: {
    call: onDesktop(
      'PUT',
      () => '/desktops/maintenance-mode',
      (id) => ({ desktop_ids: [id], in_maintenance_mode: false }),
    ),
    fields: {
      desktop_ids: { elsewhere: 'every call here: the desktop that is shown' },
      in_maintenance_mode: { send: true, shown: 'in_maintenance_mode' },
    },
  },
  DetachInstances: {
    call: onDesktop(
      'POST',
      () => '/desktops/detach',
      (id) => ({ desktop_ids: [id] }),
      'detached',
    ),
    fields: {
      desktop_ids: { elsewhere: 'every call here: the desktop that is shown' },
      shutoff_after_detach: { send: true, shown: 'status', as: 'SHUTOFF' },
    },
  },
  BatchDetachInstances: {
    call: onDesktop(
      'POST',
      () => '/desktops/batch-detach',
      (id) => ({ desktops: [{ desktop_id: id }] }),
      'detached-one',
    ),
    fields: {
      desktops: fields,
      'desktops[].desktop_id': { elsewhere: 'every call here: the desktop that is shown' },
      'desktops[].is_detach_all_users': { send: true, shown: 'attach_state', as: 'UNATTACH' },
      'desktops[].detach_user_infos': fields,
      'desktops[].detach_user_infos[].user_name': {
        send: 'detached-one',
        shown: 'attach_state',
        as: 'UNATTACH',
        with: { desktops: [{ detach_user_infos: [{ type: 'USER' }] }] },
      },
      'desktops[].detach_user_infos[].user_id': { elsewhere: 'desktops/attach/attachDesktops.test.ts' },
      'desktops[].detach_user_infos[].domain': {
        send: 'example.com',
        refused: /domain/,
        with: { desktops: [{ detach_user_infos: [{ user_name: 'detached-one' }] }] },
      },
      'desktops[].detach_user_infos[].user_group': { elsewhere: 'desktops/attach/attachDesktops.test.ts' },
      'desktops[].detach_user_infos[].type': { elsewhere: 'desktops/attach/groupDesktops.test.ts' },
    },
  },
  BatchDeleteDesktops: {
    call: async (service, further) => {
      const [id] = await createDesktops(service, {});
      const minimal = { desktop_ids: [id] };
      return callAndLook(service, 'POST', '/desktops/batch-delete', { minimal, further }, () =>
        read(service, `/deletions/${id}`),
      );
    },
    fields: {
      desktop_ids: { elsewhere: 'every call here: the desktop whose deletion is shown' },
      delete_users: { send: true, shown: 'delete_users' },
      email_notification: { send: false, shown: 'email_notification' },
      is_force_delete: { send: true, shown: 'is_force_delete' },
    },
  },
  CreateUserGroup: {
    call: creation(
      '/groups',
      () => ({ group_name: fresh('team'), platform_type: 'LOCAL' }),
      (service, answer) => showGroup(service, Reflect.get(Object(answer), 'id')),
    ),
    fields: { ...changeInfo, platform_type: { send: 'AD', refused: /platform_type/ } },
  },
  UpdateUserGroup: {
    call: async (service, further) => {
      const id = await makeGroup(service);
      return callAndLook(service, 'PUT', `/groups/${id}`, { minimal: {}, further }, () =>
        showGroup(service, id),
      );
    },
    fields: {
      group_name: { send: 'field-team-anew', shown: 'name' },
      description: changeInfo.description,
    },
  },
  RunActionsOnGroup: {
    call: async (service, further) => {
      const id = await makeGroup(service);
      const minimal = { op_type: 'ADD', user_ids: [await makeUser(service)] };
      await service.call('POST', `/groups/${id}/actions`, minimal);
      return callAndLook(service, 'POST', `/groups/${id}/actions`, { minimal, further }, () =>
        showGroup(service, id),
      );
    },
    fields: {
      op_type: { send: 'DELETE', shown: 'user_quantity', as: 0 },
      user_ids: { send: [nobody], refused: /user/ },
    },
  },
  BatchCreateUsers: {
    call: async (service, further) => {
      const minimal = { users: [{ user_name: fresh('many'), user_email: 'many@example.com' }] };
      return callAndLook(service, 'POST', '/users/batch-create', { minimal, further }, async (answer) => {
        const [user]: unknown[] = Reflect.get(Object(answer), 'users');
        const id = String(Reflect.get(Object(user), 'id'));
        const { user_detail } = Object(await read(service, `/users/${id}`));
        const { users } = Object(await read(service, `/users?user_name=${user_detail.user_name}`));
        return { ...users[0], ...user_detail };
      });
    },
    fields: {
      users: fields,
      ...Object.fromEntries(
        Object.entries(userFields).map(([place, proof]) => [`users[].${place}`, inList(place, proof)]),
      ),
    },
  },
});

/** The proof of a field of one user, for a list of them. */
function inList(place: string, proof: FieldProof): FieldProof {
  if ('elsewhere' in proof) return proof;
  const name = place === 'user_name' ? { send: 'wilma-of-many' } : {};
  const beside = proof.with === undefined ? {} : { with: { users: [besideOf(proof)] } };
  return { ...proof, ...name, ...beside };
}

/** The proof of what the service of a project may be told. */
export const workspaceProofs: Readonly<Record<string, OperationProofs>> = {
  UpdateWorkspace: {
    call: change('PUT', async () => ({ path: '/workspaces' })),
    fields: {
      is_send_email: { send: false, shown: 'is_send_email' },
      ad_domains: fields,
      'ad_domains.delete_computer_object': { elsewhere: 'workspace/workspace.test.ts' },
      enterprise_id: { send: 'field-desks', shown: 'enterprise_id' },
      internet_access_port: { send: '9443', refused: /internet_access_port/ },
      subnet_ids: { send: [nowhere], refused: /subnet/ },
    },
  },
};
