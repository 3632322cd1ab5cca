import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import type { Observation } from '../../engines/contract.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { isKeyId, made } from '../../testing/madeIds.js';
import { startTroubledService, type TroubledService } from '../../testing/troubledService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let troubled: TroubledService;
before(async () => {
  troubled = await startTroubledService();
});
after(() => troubled.service.remove());
afterEach(() => troubled.trouble());

interface ShownItem {
  readonly kind: string;
  readonly key_id: string | null;
  readonly key_destroyed_at: string | null;
  readonly absence_grade: string | null;
  readonly ended: string | null;
  readonly last_error: string | null;
}

const show = async (id: string) => (await troubled.service.call('GET', `/deletions/${id}`)).body;
const diskOf = async (id: string): Promise<ShownItem | undefined> =>
  (await show(id)).items.find((item: ShownItem) => item.kind === 'volume');

/** The engine says something else of disks than it saw. */
function lieAboutDisks(lie: (seen: Observation) => Observation): void {
  troubled.trouble({
    observe: async (kind, run) => (kind === 'volume' ? lie(await run()) : run()),
  });
}

const otherKey = made('f0'.repeat(16), isKeyId);
const erasedOther: Observation = {
  state: 'absent',
  grade: 'crypto-erased',
  key: { id: otherKey, destroyedAt: new Date() },
};

describe('the key of a deleted disk', () => {
  it('S6: is told in plan, deletion and receipt by the same id, and when it was destroyed', async () => {
    const [id] = await createDesktops(troubled.service, {});
    const { body: plan } = await troubled.service.call('GET', `/desktops/${id}/deletion-plan`);
    const planned = new Map<string, { encrypted: boolean | null; key_id: string | null; reason: string }>(
      plan.items.map((item: ShownItem) => [item.kind, item]),
    );
    const disk = planned.get('volume');
    assert.ok(disk !== undefined);
    assert.match(disk?.key_id ?? '', /^[0-9a-f]{32}$/);
    assert.deepEqual([disk.encrypted, planned.get('server')?.encrypted], [true, null]);
    assert.ok(disk.reason.endsWith(` Its key ${disk.key_id} is destroyed.`), disk.reason);
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    const shown = await diskOf(id);
    assert.deepEqual([shown?.absence_grade, shown?.key_id], ['crypto-erased', disk.key_id]);
    const { receipt: bundle } = await waitUntil(async () => {
      const deletion = await show(id);
      return deletion.receipt_state === 'sealed' && deletion;
    }, 'the sealed receipt');
    const verdict = verifyReceipt(canonicalBytes(bundle));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    const proven = verdict.receipt.items.find((item) => item.kind === 'volume');
    assert.deepEqual(proven?.key, {
      encrypted: 'yes',
      id: disk.key_id,
      destroyedAt: shown?.key_destroyed_at,
    });
  });

  it('S5: that is another one than on record proves nothing: the deletion waits, says why, and ends once the engine tells the truth', async () => {
    const [id] = await createDesktops(troubled.service, {});
    lieAboutDisks(() => erasedOther);
    await troubled.deleteIt(id);
    await waitUntil(async () => {
      await troubled.hurry();
      const disk = await diskOf(id);
      return disk?.last_error?.includes(`the key ${otherKey} was destroyed, but ${disk.key_id} is on record`);
    }, 'the reason is shown');
    assert.equal((await diskOf(id))?.ended, null);
    assert.equal((await troubled.madeFor(id)).length, 1, 'the disk is there, and the engine was never asked');
    troubled.trouble();
    await troubled.untilGone(id);
    assert.deepEqual(await troubled.madeFor(id), []);
    assert.equal((await diskOf(id))?.absence_grade, 'crypto-erased');
  });

  it('is told as not seen destroyed when the engine says only that the disk is gone', async () => {
    const [id] = await createDesktops(troubled.service, {});
    lieAboutDisks((seen) => (seen.state === 'absent' ? { state: 'absent', grade: 'host-confirmed' } : seen));
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    const disk = await diskOf(id);
    assert.match(disk?.key_id ?? '', /^[0-9a-f]{32}$/);
    assert.deepEqual([disk?.absence_grade, disk?.key_destroyed_at], ['host-confirmed', null]);
  });

  it('A12: that was destroyed by a clock a day off is told within the times of the deletion', async () => {
    for (const off of [-86_400_000, 86_400_000]) {
      const [id] = await createDesktops(troubled.service, {});
      lieAboutDisks((seen) =>
        seen.state === 'absent' && seen.grade === 'crypto-erased'
          ? { ...seen, key: { ...seen.key, destroyedAt: new Date(seen.key.destroyedAt.getTime() + off) } }
          : seen,
      );
      await troubled.deleteIt(id);
      await troubled.untilGone(id);
      const { accepted_at, completed_at } = await show(id);
      const { key_destroyed_at: destroyedAt } = (await diskOf(id)) ?? {};
      assert.ok(accepted_at <= (destroyedAt ?? ''), `${accepted_at} to ${destroyedAt}`);
      assert.ok((destroyedAt ?? '') <= completed_at, `${destroyedAt} to ${completed_at}`);
    }
  });

  it('is known of a disk whose creation was answered and never recorded', async () => {
    const [id] = await createDesktops(troubled.service, {});
    await troubled.service.database.pool.query(
      `update items set state = 'intended', provider_id = null, generation = null, key_id = null,
         asked_at = now() - interval '1 hour', asking_worker = null
       where desktop_id = $1 and kind = 'volume'`,
      [id],
    );
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    assert.equal((await diskOf(id))?.absence_grade, 'crypto-erased');
  });
});
