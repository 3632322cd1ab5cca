import assert from 'node:assert/strict';
import { it } from 'node:test';
import { attemptsUntilFailing } from '../../deletion/carryOut/failing.js';
import type { ItemState } from '../../deletion/ledger/itemState.js';
import {
  acceptDesktop,
  claim,
  claimNow,
  endAll,
  giveBack,
  itemOf,
  type LedgerUnderTest,
  seenGone,
} from './ledgerUnderTest.js';

/** How running deletions are claimed, and what a turn leaves behind, whatever keeps them. */
export function describeTurns(ledger: () => LedgerUnderTest): void {
  it('hands out what is due once, with everything that was accepted, and hides it', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const { items, stage, records } = await claimNow(ledger(), desktop, worker);
    assert.deepEqual(
      new Set(items.map(({ id }) => id)),
      new Set([desktop.server, desktop.volume, desktop.port]),
    );
    assert.deepEqual([stage, items[0]?.stage, items[0]?.id], [0, 0, desktop.server]);
    assert.equal(records.get(desktop.volume)?.keyId, desktop.keyId);
    assert.equal(await claim(ledger(), desktop, await ledger().addWorker()), undefined);
  });

  it('hands out nothing to a worker without a lease', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await ledger().endLease(worker);
    assert.equal(await claim(ledger(), desktop, worker), undefined);
    assert.ok(await claim(ledger(), desktop, await ledger().addWorker()));
  });

  it('hands out what was given back when it is due, and not before', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    assert.equal(await giveBack(ledger(), await claimNow(ledger(), desktop, worker)), true);
    assert.equal(
      await giveBack(ledger(), await claimNow(ledger(), desktop, worker), undefined, 60_000),
      true,
    );
    assert.equal(await claim(ledger(), desktop, worker), undefined);
  });

  it('D5: gives what a dead worker held to another, whose writes alone count then', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const lost = await claimNow(ledger(), desktop, worker);
    await ledger().endLease(worker);
    const next = await claimNow(ledger(), desktop, await ledger().addWorker());
    const items = lost.items.map((item) => seenGone(lost, item));
    assert.equal(await giveBack(ledger(), lost, (item) => ({ ...item, attempts: 7 })), false);
    assert.equal(await ledger().deletions.record(lost, { ...lost, stage: 1, dueIn: null }), false);
    assert.equal(await ledger().deletions.finish(lost, items), false);
    await giveBack(ledger(), next);
    const last = await claimNow(ledger(), desktop, await ledger().addWorker());
    assert.deepEqual(
      [last.stage, ...last.items.map(({ attempts, ended }) => attempts ?? ended)],
      [0, ...last.items.map(() => undefined)],
    );
  });

  it('D5: takes a write once, and none of an earlier claim of the same worker', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const first = await claimNow(ledger(), desktop, worker);
    assert.equal(await giveBack(ledger(), first), true);
    assert.equal(await giveBack(ledger(), first), false);
    const second = await claimNow(ledger(), desktop, worker);
    assert.equal(await giveBack(ledger(), first), false);
    assert.equal(await giveBack(ledger(), second), true);
  });

  it('S17: keeps a claim whose next stage is put on record, and the record', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const held = await claimNow(ledger(), desktop, worker);
    const items = held.items.map((item) => (item.id === desktop.server ? seenGone(held, item) : item));
    const openedAt = held.now();
    assert.equal(await ledger().deletions.record(held, { items, stage: 1, openedAt, dueIn: null }), true);
    assert.equal(await claim(ledger(), desktop, await ledger().addWorker()), undefined, 'it is kept');
    assert.deepEqual((await ledger().show(desktop.id)).subJobs, ['RUNNING']);
    assert.equal(
      await giveBack(ledger(), { ...held, version: held.version + 1, items, stage: 1, openedAt }),
      true,
    );
    const next = await claimNow(ledger(), desktop, worker);
    assert.deepEqual(
      [next.stage, next.openedAt, itemOf(next, desktop.server).ended],
      [1, openedAt, 'absent'],
    );
  });

  it('S6: counts looks in a row, and anew after a worker was lost', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const look = (item: ItemState): ItemState => ({ ...item, seenAbsent: 1, firstAbsentAt: first.now() });
    const first = await claimNow(ledger(), desktop, worker);
    await giveBack(ledger(), first, look);
    const second = await claimNow(ledger(), desktop, worker);
    assert.equal(itemOf(second, desktop.server).seenAbsent, 1);
    await ledger().endLease(worker);
    const taken = itemOf(await claimNow(ledger(), desktop, await ledger().addWorker()), desktop.server);
    assert.deepEqual([taken.seenAbsent, taken.firstAbsentAt], [undefined, undefined]);
  });

  it('S17: what a lost worker may have asked counts as asked since its stage was opened, and nothing else does', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const lost = await claimNow(ledger(), desktop, worker);
    await ledger().endLease(worker);
    const next = await claimNow(ledger(), desktop, await ledger().addWorker());
    assert.deepEqual(
      next.items.map(({ stage, firstAskedAt, askedAt }) => [stage, firstAskedAt, askedAt]),
      [
        [0, lost.acceptedAt, undefined],
        [1, undefined, undefined],
        [1, undefined, undefined],
      ],
    );
  });

  it('keeps what is known of an item until a turn says otherwise', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const counts: unknown[] = [];
    for (const attempts of [3, undefined, 0, undefined]) {
      const due = await claimNow(ledger(), desktop, worker);
      counts.push(itemOf(due, desktop.server).attempts ?? 0);
      await giveBack(ledger(), due, (item) => (attempts === undefined ? item : { ...item, attempts }));
    }
    assert.deepEqual(counts, [0, 3, 3, 0]);
  });

  for (const [what, trouble] of [
    ['failed turns in a row', { attempts: attemptsUntilFailing }],
    ['asks without effect', { asks: attemptsUntilFailing }],
  ] as const)
    it(`shows a deletion as failing after ${attemptsUntilFailing} ${what}, and as running once that item has ended`, async () => {
      const { desktop, worker } = await acceptDesktop(ledger());
      const isServer = ({ id }: ItemState): boolean => id === desktop.server;
      const shown = async (): Promise<unknown[]> => {
        const { state, taskStatus } = await ledger().show(desktop.id);
        return [state, taskStatus];
      };
      assert.deepEqual(await shown(), ['running', 'deleting'], 'before');
      const first = await claimNow(ledger(), desktop, worker);
      assert.equal(first.failing, false);
      await giveBack(ledger(), first, (item) => (isServer(item) ? { ...item, ...trouble } : item));
      assert.deepEqual(await shown(), ['failed', 'deleteFailed']);
      const second = await claimNow(ledger(), desktop, worker);
      assert.equal(second.failing, true);
      await giveBack(ledger(), second, (item) => (isServer(item) ? seenGone(second, item) : item));
      assert.deepEqual(await shown(), ['running', 'deleting'], 'after');
    });

  it('shows a deletion as failing while one item of it is, whoever fails', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const shown = async (...failing: readonly string[]): Promise<unknown> => {
      const due = await claimNow(ledger(), desktop, worker);
      await giveBack(ledger(), due, (item) => ({
        ...item,
        attempts: failing.includes(item.id) ? attemptsUntilFailing : 0,
      }));
      return (await ledger().show(desktop.id)).state;
    };
    assert.equal(await shown(desktop.volume, desktop.port), 'failed');
    assert.equal(await shown(desktop.volume), 'failed', 'the other one still fails');
    assert.equal(await shown(), 'running');
    await endAll(ledger(), desktop, worker);
    assert.equal((await ledger().show(desktop.id)).state, 'done');
  });
}
