import type { TestService } from '../startTestService.js';
import { merge, type OperationProofs } from './fieldProof.js';

let made = 0;

async function create(service: TestService, further: object) {
  made += 1;
  const body = merge({ user_name: `user${made}`, user_email: 'user@example.com' }, further);
  const { status, body: answer } = await service.call('POST', '/users', body);
  if (status !== 201) return { status, message: answer.error_msg, shown: undefined, id: '' };
  return { status, message: '', shown: await show(service, answer.id), id: String(answer.id) };
}

async function show(service: TestService, id: string): Promise<object> {
  const { user_detail } = (await service.call('GET', `/users/${id}`)).body;
  const { users } = (await service.call('GET', `/users?user_name=${user_detail.user_name}`)).body;
  return { ...users[0], ...user_detail };
}

const changed = {
  description: { send: 'of the blue team', shown: 'description' },
  user_email: { send: 'other@example.com', shown: 'user_email' },
  user_phone: { send: '13800000000', shown: 'user_phone' },
  account_expires: { send: '2099-01-01T00:00:00Z', shown: 'account_expires', as: Date.UTC(2099, 0, 1) },
  enable_change_password: { send: false, shown: 'enable_change_password' },
  next_login_change_password: { send: false, shown: 'next_login_change_password' },
} as const;

/** The proofs of calls about desktop users. */
export const userProofs = (place: {
  readonly enterpriseProjectId: string;
}): Readonly<Record<string, OperationProofs>> => ({
  CreateDesktopUser: {
    call: create,
    fields: {
      ...changed,
      user_name: { send: 'wilma', shown: 'user_name' },
      password: { elsewhere: 'desk/desk.test.ts: signing in with it' },
      active_type: { send: 'ADMIN_ACTIVATE', shown: 'active_type', with: { password: 'Desk-2026-Plane' } },
      group_ids: { send: ['0'.repeat(32)], refused: /group does not exist/ },
      alias_name: { send: 'Wilma of the blue team', shown: 'full_name' },
      enterprise_project_id: { send: place.enterpriseProjectId, shown: 'enterprise_project_id' },
    },
  },
  UpdateUserInfo: {
    call: async (service, further) => {
      const { id } = await create(service, {});
      const { status, body } = await service.call('PUT', `/users/${id}`, further);
      return { status, message: body?.error_msg ?? '', shown: await show(service, id) };
    },
    fields: {
      ...changed,
      active_type: { send: 'ADMIN_ACTIVATE', shown: 'active_type' },
      password_never_expired: { send: true, shown: 'password_never_expired' },
      disabled: { send: true, shown: 'disabled' },
    },
  },
  ChangeUserStatus: {
    call: async (service, further) => {
      const { id } = await create(service, {});
      const { status, body } = await service.call('POST', `/users/${id}/actions`, further);
      return { status, message: body?.error_msg ?? '', shown: await show(service, id) };
    },
    fields: { op_type: { send: 'LOCK', shown: 'locked', as: true } },
  },
});
