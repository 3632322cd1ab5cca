import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';

const config = '/assist-auth-config/method-config';
const objects = '/assist-auth-config/apply-objects';
interface Named {
  readonly object_type: 'USER' | 'USER_GROUP';
  readonly object_id: string;
}
let service: TestService;
let user: Named;
let group: Named;
let made = 0;

before(async () => {
  service = await startTestService();
});
after(() => service.remove());
beforeEach(async () => {
  const user_name = `worker-${(made += 1)}`;
  const person = { user_name, user_email: `${user_name}@example.com` };
  user = { object_type: 'USER', object_id: (await service.call('POST', '/users', person)).body.id };
  const team = { group_name: `team-${made}`, platform_type: 'LOCAL' };
  group = { object_type: 'USER_GROUP', object_id: (await service.call('POST', '/groups', team)).body.id };
});

async function ask(enable: boolean, ...apply_objects: readonly Named[]): Promise<void> {
  const answer = await service.call('PUT', config, { otp_config_info: { enable, apply_objects } });
  assert.equal(answer.status, 204, answer.text);
}
const named = async (): Promise<number> => (await service.call('GET', objects)).body.total_count;
const removalsOf = ({ object_type: type, object_id: id }: Named): readonly (() => Promise<TestAnswer>)[] => [
  () => service.call('POST', objects, { delete: [{ object_type: type, object_id: id }] }),
  ...(type === 'USER'
    ? [
        () => service.call('POST', '/users/batch-delete', { user_ids: [id] }),
        () => service.call('DELETE', `/users/${id}`),
      ]
    : [
        () => service.call('POST', '/groups/batch-delete', { group_ids: [id] }),
        () => service.call('DELETE', `/groups/${id}`),
      ]),
];

describe('the last who is named for the second factor', () => {
  it('is neither taken off nor deleted while the factor is on, and the refusal says what to do', async () => {
    for (const last of [user, group]) {
      await ask(true, last);
      for (const remove of removalsOf(last)) {
        const answer = await remove();
        assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0409'], answer.text);
        assert.match(answer.body.error_msg, /asked of everybody: name somebody else first, switch it off/);
        assert.equal(await named(), 1);
      }
    }
    const chinese = await service.call('POST', objects, { delete: [group] }, { 'x-language': 'zh-cn' });
    assert.match(chinese.body.error_msg, /移除后将应用于所有用户/);
  });

  it('goes once another one is named, in the same call too, or the factor is off, or asked of everybody', async () => {
    await ask(true, user);
    const both = { add: [group], delete: [user] };
    assert.equal((await service.call('POST', objects, both)).status, 204);
    assert.equal((await service.call('DELETE', `/users/${user.object_id}`)).status, 204);
    await ask(false, group);
    assert.equal((await service.call('POST', objects, { delete: [group] })).status, 204);
    await ask(true, group);
    await ask(true);
    assert.equal((await service.call('DELETE', `/groups/${group.object_id}`)).status, 204);
    assert.equal(await named(), 0);
  });

  it('leaves a factor that is asked of everybody where it goes with its desktop: strict, not off', async () => {
    const [desktop] = await createDesktops(service, { desktops: [{ user_name: 'goes' }] });
    const { users } = (await service.call('GET', '/users?user_name=goes')).body;
    await ask(true, { object_type: 'USER', object_id: users[0].id });
    assert.equal((await service.call('DELETE', `/desktops/${desktop}?delete_users=true`)).status, 204);
    await showUntilGone(service, desktop);
    const { otp_config_info: info } = (await service.call('GET', config)).body;
    assert.deepEqual([info.enable, info.apply_objects], [true, []]);
  });
});
