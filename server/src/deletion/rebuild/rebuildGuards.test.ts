import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { simulatedLinux } from '../../testing/desktopCalls.js';
import { showDesktop } from '../../testing/diskCalls.js';
import { heldUp } from '../../testing/heldUp.js';
import type { Call } from '../../testing/identityCalls.js';
import { createGate, type Gate, interpose } from '../../testing/interpose.js';
import { createPolicyUsers, type PolicyUsers } from '../../testing/policyUsers.js';
import { rebuildCallsOf } from '../../testing/rebuildCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

/** What putting another disk in waits for. */
let gate: Gate | undefined;
let service: TestService;
let users: PolicyUsers;
before(async () => {
  service = await startTestService({
    engine: (engine) =>
      interpose(engine, async (call, run) => {
        if (call.verb === 'replace' || call.verb === 'restore') await gate?.pass();
        return run();
      }),
  });
  users = await createPolicyUsers(service);
});
after(() => service.remove());

const { made, rebuild, snapshot, powerOff, untilEnded, untilQuiet } = rebuildCallsOf(() => service);
const protect = (desktop: string, wanted: boolean) =>
  service.call('PUT', `/desktops/${desktop}`, { desktop: { deletion_protection: wanted } });

/** @param row what the call waits for: the service's, unless it is another */
const meanwhile = (
  call: () => Promise<TestAnswer>,
  happen: () => Promise<unknown>,
  row: 'workspaces' | 'desktops' = 'workspaces',
) => heldUp(service.database.pool, `select from ${row} for update`, call, happen);

describe('what stands against a rebuild', () => {
  it('S14: a desktop is not protected as long as a rebuild or a restore replaces what is on its disks, and is again afterwards', async () => {
    const { desktop, data } = await made();
    const [kept] = await snapshot(desktop, 'DATA_DISKS');
    await powerOff(desktop);
    for (const begin of [
      () => rebuild([desktop]),
      () => service.call('POST', '/snapshots/batch-restore', { snapshot_ids: [kept] }),
    ]) {
      gate = createGate();
      const answer = await begin();
      assert.equal(answer.status, 200, answer.text);
      const refused = await protect(desktop, true);
      assert.deepEqual([refused.status, refused.body.error_code], [409, 'WKS.00010032']);
      gate.open();
      assert.deepEqual(
        (await untilEnded(answer)).map(({ status }) => status),
        ['SUCCESS'],
      );
      await waitUntil(async () => (await protect(desktop, true)).status === 200, 'the protection');
      assert.equal((await rebuild([desktop])).body.error_code, 'DPL.0423');
      assert.equal((await protect(desktop, false)).status, 200);
    }
    assert.equal((await showDesktop(service, desktop)).data_volumes[0].id, data);
    await untilQuiet();
  });

  const request = (desktop: string): Parameters<Call> => [
    'POST',
    `/v2/${service.credentials.project_id}/desktops/rebuild`,
    { desktop_ids: [desktop], image_id: simulatedLinux, image_type: 'gold' },
  ];
  const allowed = { Effect: 'Allow', Action: ['workspace:*:*', 'vpc:*:*', 'ims:*:*'] };
  const changes = {
    'the right is taken away': {
      condition: {},
      refusal: 403,
      happen: (who: Awaited<ReturnType<PolicyUsers['add']>>) => who.revoke(who.policyIds[0] ?? ''),
    },
    'the tag that the policy asks for is another': {
      condition: { Condition: { StringEquals: { 'g:ResourceTag/team': ['blue'] } } },
      refusal: 403,
      happen: (_: unknown, desktop: string) =>
        service.call('POST', `/desktops/${desktop}/tags`, { tag: { key: 'team', value: 'red' } }),
    },
  } as const;
  for (const [what, { condition, refusal, happen }] of Object.entries(changes))
    it(`D12: is refused where ${what} after it was asked for`, async () => {
      gate = undefined;
      const { desktop, root } = await made({ tags: [{ key: 'team', value: 'blue' }] });
      const who = await users.add(what.replaceAll(' ', '-'), { identity: [{ ...allowed, ...condition }] });
      const answer = await meanwhile(
        () => who.call(...request(desktop)),
        () => happen(who, desktop),
      );
      assert.equal(answer.status, refusal, answer.text);
      const { root_volume: disk } = await showDesktop(service, desktop);
      assert.equal(disk.id, root);
      await untilQuiet();
    });

  it('D12: a restore is refused where the right is taken away after it was asked for', async () => {
    gate = undefined;
    const { desktop } = await made();
    const [kept] = await snapshot(desktop, 'DATA_DISKS');
    await powerOff(desktop);
    const who = await users.add('restores', { identity: [allowed] });
    const answer = await meanwhile(
      () =>
        who.call('POST', `/v2/${service.credentials.project_id}/snapshots/batch-restore`, {
          snapshot_ids: [kept],
        }),
      () => who.revoke(who.policyIds[0] ?? ''),
      'desktops',
    );
    assert.equal(answer.status, 403, answer.text);
    assert.equal((await showDesktop(service, desktop)).task_status, '');
    await untilQuiet();
  });
});
