import assert from 'node:assert/strict';
import { it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { type Agreement, acceptDeletion } from '../../deletion/accept/acceptDeletions.js';
import type { Claim } from '../../deletion/carryOut/deletionStore.js';
import { deletionOrder } from '../deletionOrder.js';
import {
  accept,
  acceptDesktop,
  acceptDisk,
  claim,
  claimNow,
  endAll,
  giveBack,
  itemOf,
  join,
  type LedgerUnderTest,
  plan,
  read,
  refOf,
  seenGone,
} from './ledgerUnderTest.js';

/** How deletions are accepted and joined, whatever keeps them. */
export function describeAcceptances(ledger: () => LedgerUnderTest): void {
  it('S1: accepts the plan of a desktop as it is, and shows it as being deleted', async () => {
    const { id } = await ledger().addDesktop();
    const planned = await plan(ledger(), id);
    assert.deepEqual(
      new Set(planned.plan.items.map(({ kind }) => kind)),
      new Set(['server', 'volume', 'port']),
    );
    assert.equal(await accept(ledger(), planned), true);
    const { status, taskStatus, gone, state, subJobs } = await ledger().show(id);
    assert.deepEqual([status, taskStatus, gone, state], ['DELETING', 'deleting', false, 'running']);
    assert.deepEqual(subJobs, ['WAITING']);
  });

  it('S1: accepts no plan of a desktop that has changed since it was read', async () => {
    const { id, port } = await ledger().addDesktop();
    const planned = await plan(ledger(), id);
    assert.equal(await ledger().creations.recordCreation(port, refOf(port, 'made')), true);
    assert.equal(await accept(ledger(), planned), false);
    assert.equal((await ledger().show(id)).state, undefined);
    assert.equal(await accept(ledger(), await plan(ledger(), id)), true);
  });

  it('accepts a plan once', async () => {
    const { id } = await ledger().addDesktop();
    const planned = await plan(ledger(), id);
    assert.equal(await accept(ledger(), planned), true);
    assert.equal(await accept(ledger(), planned), false);
    assert.deepEqual((await ledger().show(id)).subJobs, ['WAITING']);
  });

  it('A2: keeps the digest of the plan that is carried out, also when some of it has ended', async () => {
    const { id, ...items } = await ledger().addDesktop();
    assert.equal((await read(ledger(), id)).planDigest, null);
    const planned = await plan(ledger(), id);
    await accept(ledger(), planned);
    assert.equal((await read(ledger(), id)).planDigest, planned.plan.digest);
    const worker = await ledger().addWorker();
    const due = await claimNow(ledger(), { id, ...items }, worker);
    await giveBack(ledger(), due, (item) => (item.id === items.server ? seenGone(due, item) : item));
    assert.equal((await read(ledger(), id)).planDigest, planned.plan.digest);
  });

  it('A2: lets a repeated call with the digest of the first join, and refuses one with another', async () => {
    const { desktop } = await acceptDesktop(ledger(), { force: true });
    const running = await read(ledger(), desktop.id);
    const order = deletionOrder(ledger().projectId);
    const again = (agreed: Agreement) =>
      acceptDeletion(ledger().acceptance, realAmbient, order, running, agreed);
    await again({ digests: [running.planDigest ?? ''], computerName: running.computerName });
    assert.deepEqual((await ledger().show(desktop.id)).subJobs, ['WAITING', 'WAITING']);
    await assert.rejects(again({ digests: ['another'] }), { code: 'DPL.0412' });
    await assert.rejects(again({ computerName: 'another' }), { code: 'DPL.0412' });
  });

  it('A4: raises flags of a running deletion, and lowers none', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    assert.equal((await claimNow(ledger(), desktop, worker)).force, false);
    assert.equal(await join(ledger(), desktop.id, { force: true }), true);
    assert.equal(await join(ledger(), desktop.id), true);
    await ledger().endLease(worker);
    const next = await ledger().addWorker();
    assert.equal((await claimNow(ledger(), desktop, next)).force, true);
  });

  it('A4: has what waits for its next turn asked again immediately by force, and by nothing else', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const due = await claimNow(ledger(), desktop, worker);
    const now = due.now();
    const asked = { firstAskedAt: now, askedAt: now, asks: 1, dueAt: now + 60_000 };
    await giveBack(
      ledger(),
      due,
      (item) => (item.id === desktop.server ? { ...item, ...asked } : item),
      60_000,
    );
    await join(ledger(), desktop.id, { deleteUsers: true });
    assert.equal(await claim(ledger(), desktop, worker), undefined);
    await join(ledger(), desktop.id, { force: true });
    const { askedAt, dueAt, asks, firstAskedAt } = itemOf(
      await claimNow(ledger(), desktop, worker),
      desktop.server,
    );
    assert.deepEqual([askedAt, dueAt, asks, firstAskedAt], [undefined, undefined, 1, now]);
  });

  it('L2: has a disk that goes alone looked at once when its desktop is to go, and by each call that joins, and asked by none', async () => {
    const desktop = await ledger().addDesktop();
    const worker = await ledger().addWorker();
    const alone = await acceptDisk(ledger(), desktop);
    const failAgain = async (due: Claim): Promise<void> => {
      const waits = {
        attempts: 9,
        firstAskedAt: due.acceptedAt,
        askedAt: due.acceptedAt,
        dueAt: due.now() + 60_000,
      };
      assert.equal(await giveBack(ledger(), due, (item) => ({ ...item, ...waits }), 60_000), true);
      assert.equal(await claim(ledger(), alone, worker), undefined, 'it waits');
    };
    await failAgain(await claimNow(ledger(), alone, worker));
    assert.equal(await accept(ledger(), await plan(ledger(), desktop.id)), true);
    for (const flags of [{}, { force: true }]) {
      const due = await claimNow(ledger(), alone, worker);
      const { dueAt, askedAt, attempts } = itemOf(due, desktop.volume);
      assert.deepEqual([dueAt, askedAt, attempts], [undefined, due.acceptedAt, 9]);
      await join(ledger(), desktop.id, flags);
      await failAgain(due);
      await join(ledger(), desktop.id, flags);
    }
    await claimNow(ledger(), alone, worker);
  });

  it('A3: joins nothing that has ended or was never asked for', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await endAll(ledger(), desktop, worker);
    assert.equal(await join(ledger(), desktop.id, { force: true }), false);
    assert.equal(await join(ledger(), (await ledger().addDesktop()).id), false);
  });
}
