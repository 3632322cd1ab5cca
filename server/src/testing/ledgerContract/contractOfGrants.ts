import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Grantee } from '../../deletion/accept/grantee.js';
import type { Claim } from '../../deletion/carryOut/deletionStore.js';
import type { WorkerId } from '../../ids.js';
import { deletionOrder } from '../deletionOrder.js';
import {
  claim,
  giveBack,
  type LedgerUnderTest,
  newJobId,
  plan,
  refOf,
  type TestDesktop,
} from './ledgerUnderTest.js';

/** How claims are granted with an acceptance, whatever keeps them. */
export function describeGrants(ledger: () => LedgerUnderTest): void {
  /** A desktop of which every item is on record as made. */
  async function addMade(): Promise<TestDesktop> {
    const desktop = await ledger().addDesktop();
    await ledger().creations.recordCreation(desktop.port, refOf(desktop.port, 'made'));
    return desktop;
  }

  /** Accepts in one call. @returns what was granted to a worker with so many places */
  async function acceptFor(
    worker: WorkerId,
    places: number,
    ...desktops: readonly TestDesktop[]
  ): Promise<readonly Claim[]> {
    const taken: Claim[] = [];
    const grantee: Grantee = {
      reserve: (wanted) => ({
        worker,
        places: Math.min(wanted, places),
        take: (claims) => taken.push(...claims),
        lose: () => assert.fail('nothing fails here'),
      }),
    };
    const plans = [];
    for (const { id } of desktops.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
      plans.push(await plan(ledger(), id));
    const acceptance = { order: deletionOrder(ledger().projectId), jobId: newJobId(), plans, failures: [] };
    const accepted = await ledger().granting(grantee).accept(acceptance);
    assert.equal(accepted.size, desktops.length);
    return taken;
  }

  it('D5: grants what there are places for, and leaves the rest to whoever looks', async () => {
    const desktops = [await addMade(), await addMade(), await addMade()];
    const [worker, other] = [await ledger().addWorker(), await ledger().addWorker()];
    const granted = (await acceptFor(worker, 2, ...desktops)).map(({ desktopId }) => desktopId);
    assert.equal(granted.length, 2);
    const found = new Set((await ledger().deletions.claim(other, 100)).map(({ desktopId }) => desktopId));
    for (const { id } of desktops) assert.notEqual(found.has(id), granted.includes(id));
  });

  it('D5: grants the claim that a look would find, once its holder gives it back', async () => {
    const desktop = await addMade();
    const worker = await ledger().addWorker();
    const [granted] = await acceptFor(worker, 1, desktop);
    assert.ok(granted !== undefined);
    assert.equal(await giveBack(ledger(), granted), true);
    const found = await claim(ledger(), desktop, worker);
    assert.ok(found !== undefined);
    const told = ({ records, ...rest }: Claim) => ({
      ...rest,
      version: 0,
      now: 0,
      records: new Set(records),
    });
    assert.deepEqual(told(granted), told(found));
    assert.ok(Math.abs(granted.now() - found.now()) < 5_000);
  });

  it('S17: a grant whose worker dies is taken over like any claim, and what it may have asked counts as asked', async () => {
    const desktop = await addMade();
    const worker = await ledger().addWorker();
    const [granted] = await acceptFor(worker, 1, desktop);
    assert.ok(granted !== undefined);
    await ledger().endLease(worker);
    const next = await claim(ledger(), desktop, await ledger().addWorker());
    assert.deepEqual(
      next?.items.map(({ firstAskedAt }) => firstAskedAt !== undefined),
      [true, false, false],
    );
    assert.equal(await giveBack(ledger(), granted), false);
  });

  it('D5: grants nothing to a worker without a lease', async () => {
    const desktop = await addMade();
    const worker = await ledger().addWorker();
    await ledger().endLease(worker);
    assert.deepEqual(await acceptFor(worker, 1, desktop), []);
    assert.ok(await claim(ledger(), desktop, await ledger().addWorker()));
  });

  it('D7: grants no deletion of which an item may still come', async () => {
    const desktop = await ledger().addDesktop();
    assert.deepEqual(await acceptFor(await ledger().addWorker(), 1, desktop), []);
  });
}
