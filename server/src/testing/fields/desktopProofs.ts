import { readSubJobs, simulatedLinux } from '../desktopCalls.js';
import type { TestService } from '../startTestService.js';
import { waitUntil } from '../waitUntil.js';
import { type FieldProof, merge, type OperationProofs } from './fieldProof.js';
import { fresh } from './madeThings.js';

const windows = '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b02';
const nowhere = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
let made = 0;

/** Orders a small desktop, waits until it runs, and shows it with its user. */
async function order(service: TestService, further: object) {
  made += 1;
  const alone = Object.hasOwn(further, 'desktops') ? {} : { size: 1 };
  const body = merge(
    {
      desktop_type: 'DEDICATED',
      product_id: 'workspace.x86.small',
      image_id: simulatedLinux,
      root_volume: { type: 'SAS', size: 80 },
      ...alone,
    },
    further,
  );
  const { status, body: answer } = await service.call('POST', '/desktops', body);
  if (status !== 200) return { status, message: answer.error_msg, shown: undefined };
  const jobs = await readSubJobs(service, answer.job_id);
  const id = jobs[0]?.entities.desktop_id ?? '';
  await waitUntil(
    async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'ACTIVE',
    'the desktop to run',
  );
  const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
  const userId = desktop.attach_user_infos[0]?.user_id;
  const user =
    userId === undefined ? undefined : (await service.call('GET', `/users/${userId}`)).body.user_detail;
  return { status, message: '', shown: { desktop, user, count: jobs.length } };
}

const fast = { root_volume: { type: 'GPSSD2', size: 80 } };
const disk = { data_volumes: [{ type: 'GPSSD2', size: 10 }] };
const user = { desktops: [{ user_name: 'fay' }] };

/** The proofs of CreateDesktop, about a service's own subnets and groups. */
export function createDesktopProofs(place: {
  readonly subnetId: string;
  readonly securityGroupId: string;
  readonly address: string;
  readonly enterpriseProjectId: string;
}): OperationProofs {
  const fields: Record<string, FieldProof> = {
    desktop_type: { send: 'SHARED', shown: 'desktop.desktop_type' },
    product_id: { send: 'workspace.x86.medium', shown: 'desktop.product_id' },
    image_type: { send: 'private', refused: /image_type/ },
    image_id: {
      send: windows,
      shown: 'desktop.metadata.os_type',
      as: 'Windows',
      with: { product_id: 'workspace.x86.large' },
    },
    root_volume: { elsewhere: 'its fields' },
    'root_volume.type': { send: 'SSD', shown: 'desktop.root_volume.type' },
    'root_volume.size': { send: 90, shown: 'desktop.root_volume.size' },
    'root_volume.iops': { send: 4000, shown: 'desktop.root_volume.iops', with: fast },
    'root_volume.throughput': { send: 150, shown: 'desktop.root_volume.throughput', with: fast },
    'root_volume.kms_id': { send: 'key', refused: /kms_id/ },
    data_volumes: { elsewhere: 'its fields' },
    'data_volumes[].type': { send: 'SSD', shown: 'desktop.data_volumes.0.type', with: disk },
    'data_volumes[].size': { send: 20, shown: 'desktop.data_volumes.0.size', with: disk },
    'data_volumes[].iops': { send: 4000, shown: 'desktop.data_volumes.0.iops', with: disk },
    'data_volumes[].throughput': { send: 150, shown: 'desktop.data_volumes.0.throughput', with: disk },
    'data_volumes[].kms_id': { send: 'key', refused: /kms_id/, with: disk },
    availability_zone: { send: 'mars-1a', refused: /availability_zone/ },
    vpc_id: { send: nowhere, refused: /vpc_id/ },
    nics: { elsewhere: 'its field' },
    'nics[].subnet_id': { send: place.subnetId, shown: 'desktop.subnet_id' },
    security_groups: { elsewhere: 'its field' },
    'security_groups[].id': { send: place.securityGroupId, shown: 'desktop.security_groups.0.id' },
    desktops: { elsewhere: 'its fields' },
    'desktops[].user_name': { send: 'una', shown: 'desktop.user_name' },
    'desktops[].user_email': {
      send: 'edna@example.com',
      shown: 'user.user_email',
      with: () => ({ desktops: [{ user_name: fresh('edna') }] }),
    },
    'desktops[].user_phone': {
      send: '13800000000',
      shown: 'user.user_phone',
      with: () => ({ desktops: [{ user_name: fresh('phoebe') }] }),
    },
    'desktops[].user_group': { send: 'sudo', shown: 'desktop.attach_user_infos.0.user_group', with: user },
    'desktops[].computer_name': { send: 'own-name', shown: 'desktop.computer_name', with: user },
    'desktops[].desktop_name_prefix': {
      send: 'pre',
      shown: 'desktop.computer_name',
      as: 'pre01',
      with: user,
    },
    size: { send: 2, shown: 'count' },
    desktop_name: { send: 'chosen', shown: 'desktop.computer_name' },
    desktop_name_policy_id: { elsewhere: 'desktops/namePolicies/namePolicies.test.ts' },
    desktop_ips: { send: [place.address], shown: 'desktop.ip_addresses' },
    email_notification: { elsewhere: 'desktops/create/creationMail.test.ts' },
    enterprise_project_id: { send: place.enterpriseProjectId, shown: 'desktop.enterprise_project_id' },
    ou_name: { send: 'OU=blue', shown: 'desktop.ou_name' },
    tags: { elsewhere: 'its fields' },
    'tags[].key': { send: 'team', shown: 'desktop.tags.0.key' },
    'tags[].value': { send: 'blue', shown: 'desktop.tags.0.value', with: { tags: [{ key: 'team' }] } },
    deletion_protection: { send: true, shown: 'desktop.deletion_protection' },
    eip: { send: { type: '5_bgp' }, refused: /eip/ },
  };
  return { call: order, fields };
}

/** A desktop that runs, with nobody on it. */
async function desktopOf(service: TestService): Promise<string> {
  const { shown } = await order(service, {});
  const desktop: unknown = Reflect.get(Object(shown), 'desktop');
  return String(Reflect.get(Object(desktop), 'desktop_id'));
}

/** The proofs of calls about a desktop that is there. */
export const changeDesktopProofs: Readonly<Record<string, OperationProofs>> = {
  UpdateDesktop: {
    call: async (service, further) => {
      const id = await desktopOf(service);
      const { status, body } = await service.call('PUT', `/desktops/${id}`, further);
      const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
      return { status, message: body?.error_msg ?? '', shown: desktop };
    },
    fields: {
      desktop: { elsewhere: 'its fields' },
      'desktop.computer_name': { send: 'another', shown: 'computer_name' },
      'desktop.deletion_protection': { send: true, shown: 'deletion_protection' },
      'desktop.self_backup_management': { send: '1', refused: /self_backup_management/ },
    },
  },
  AttachInstances: {
    call: async (service, further) => {
      const id = await desktopOf(service);
      const body = merge({ desktops: [{ desktop_id: id }] }, further);
      const { status, body: answer } = await service.call('POST', '/desktops/attach', body);
      if (status !== 200) return { status, message: answer.error_msg, shown: undefined };
      const [job] = await readSubJobs(service, answer.job_id);
      const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
      const [attached] = desktop.attach_user_infos;
      const found = attached && (await service.call('GET', `/users/${attached.user_id}`)).body.user_detail;
      return { status, message: job?.fail_reason ?? '', shown: { attached, user: found } };
    },
    fields: {
      desktops: { elsewhere: 'its fields' },
      'desktops[].desktop_id': { elsewhere: 'every call here: the desktop that is shown' },
      'desktops[].user_name': {
        send: 'aida',
        shown: 'attached.user_name',
        with: { desktops: [{ user_email: 'aida@example.com' }] },
      },
      'desktops[].user_email': {
        send: 'ada@example.com',
        shown: 'user.user_email',
        with: () => ({ desktops: [{ user_name: fresh('ada') }] }),
      },
      'desktops[].user_id': {
        send: '0'.repeat(32),
        refused: /user does not exist/,
        with: { desktops: [{ user_name: 'una' }] },
      },
      'desktops[].user_group': {
        send: 'sudo',
        shown: 'attached.user_group',
        with: { desktops: [{ user_name: 'una' }] },
      },
      'desktops[].computer_name': {
        send: 'not-its-name',
        refused: /computer_name/,
        with: { desktops: [{ user_name: 'una' }] },
      },
      'desktops[].is_clear_data': { elsewhere: 'desktops/attach/attachDesktops.test.ts' },
      'desktops[].attach_user_infos': { elsewhere: 'its fields' },
      'desktops[].attach_user_infos[].user_name': { send: 'una', shown: 'attached.user_name' },
      'desktops[].attach_user_infos[].user_id': {
        send: '0'.repeat(32),
        refused: /user does not exist/,
        with: { desktops: [{ attach_user_infos: [{ user_name: 'una' }] }] },
      },
      'desktops[].attach_user_infos[].user_group': {
        send: 'USER',
        shown: 'attached.user_group',
        with: { desktops: [{ attach_user_infos: [{ user_name: 'una' }] }] },
      },
      'desktops[].attach_user_infos[].type': {
        send: 'GROUP',
        refused: /group does not exist/,
        with: { desktops: [{ attach_user_infos: [{ user_name: 'una' }] }] },
      },
      'desktops[].attach_user_infos[].domain': {
        send: 'example.com',
        refused: /domain/,
        with: { desktops: [{ attach_user_infos: [{ user_name: 'una' }] }] },
      },
      image_type: { send: 'private', refused: /image_type/, with: { desktops: [{ user_name: 'una' }] } },
      image_id: { send: windows, refused: /image_id/, with: { desktops: [{ user_name: 'una' }] } },
      desktop_name_policy_id: {
        send: nowhere,
        refused: /desktop_name_policy_id/,
        with: { desktops: [{ user_name: 'una' }] },
      },
      encrypt_type: {
        send: 'ENCRYPTED',
        refused: /encrypt_type/,
        with: { desktops: [{ user_name: 'una' }] },
      },
      kms_id: { send: 'key', refused: /kms_id/, with: { desktops: [{ user_name: 'una' }] } },
    },
  },
  CreateTag: {
    call: async (service, further) => {
      const id = await desktopOf(service);
      const { status, body } = await service.call('POST', `/desktops/${id}/tags`, further);
      const { tags } = (await service.call('GET', `/desktops/${id}/tags`)).body;
      return { status, message: body?.error_msg ?? '', shown: tags };
    },
    fields: {
      tag: { elsewhere: 'its fields' },
      'tag.key': { send: 'team', shown: '0.key' },
      'tag.value': { send: 'blue', shown: '0.value', with: { tag: { key: 'team' } } },
    },
  },
};
