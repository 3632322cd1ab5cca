import assert from 'node:assert/strict';
import { it } from 'node:test';
import { attemptsUntilFailing } from '../../deletion/carryOut/failing.js';
import { acceptDesktop, claim, claimOne, endAll, type LedgerUnderTest, seenGone } from './ledgerUnderTest.js';

/** How items of running deletions are claimed, and what a turn leaves behind, whatever keeps them. */
export function describeTurns(ledger: () => LedgerUnderTest): void {
  it('hands out what is due once, the first stage only, and hides it', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    assert.deepEqual([...(await claim(ledger(), desktop, worker)).keys()], [desktop.server]);
    assert.equal((await claim(ledger(), desktop, await ledger().addWorker())).size, 0);
  });

  it('hands out nothing to a worker without a lease', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await ledger().endLease(worker);
    assert.equal((await claim(ledger(), desktop, worker)).size, 0);
    assert.equal((await claim(ledger(), desktop, await ledger().addWorker())).size, 1);
  });

  it('D5: gives what a dead worker held to another, whose writes alone count then', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const lost = await claimOne(ledger(), desktop, worker);
    await ledger().endLease(worker);
    const next = await ledger().addWorker();
    await claimOne(ledger(), desktop, next);
    const { deletions } = ledger();
    assert.equal(await deletions.recordAsked(lost), false);
    assert.equal(await deletions.end(lost, seenGone), false);
    await deletions.postpone(lost, { inMilliseconds: 0, attempts: 7, seenAbsent: 1 });
    await deletions.recordNotAsked(lost);
    await ledger().endLease(next);
    const last = await claimOne(ledger(), desktop, await ledger().addWorker());
    assert.deepEqual([last.asks, last.attempts, last.seenAbsent], [0, 0, 0]);
  });

  it('S6: counts looks in a row, and anew after a worker was lost', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const first = await claimOne(ledger(), desktop, worker);
    await ledger().deletions.postpone(first, { inMilliseconds: 0, seenAbsent: 1 });
    assert.equal((await claimOne(ledger(), desktop, worker)).seenAbsent, 1);
    await ledger().endLease(worker);
    const next = await ledger().addWorker();
    const taken = await claimOne(ledger(), desktop, next);
    assert.equal(taken.seenAbsent, 0, 'what the lost one saw last is not known');
    await ledger().deletions.postpone(taken, { inMilliseconds: 0, seenAbsent: 1 });
    const again = await claimOne(ledger(), desktop, next);
    await ledger().deletions.postpone(again, { inMilliseconds: 0 });
    assert.equal((await claimOne(ledger(), desktop, next)).seenAbsent, 0, 'seen present in between');
  });

  it('keeps the count of failures until a turn says otherwise', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const counts: number[] = [];
    for (const attempts of [3, undefined, 0, undefined]) {
      const due = await claimOne(ledger(), desktop, worker);
      counts.push(due.attempts);
      await ledger().deletions.postpone(due, {
        inMilliseconds: 0,
        ...(attempts === undefined ? {} : { attempts }),
      });
    }
    assert.deepEqual(counts, [0, 3, 3, 0]);
  });

  it('remembers that an item was asked to go, and that it was not', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const { deletions } = ledger();
    const first = await claimOne(ledger(), desktop, worker);
    assert.deepEqual([first.sinceAsked, first.asks], [null, 0]);
    await deletions.postpone(first, { inMilliseconds: 0, seenAbsent: 1 });
    assert.equal(await deletions.recordAsked(await claimOne(ledger(), desktop, worker)), true);
    await ledger().endLease(worker);
    const next = await ledger().addWorker();
    const asked = await claimOne(ledger(), desktop, next);
    assert.deepEqual([asked.asks, asked.seenAbsent, asked.sinceAsked === null], [1, 0, false]);
    await deletions.recordNotAsked(asked);
    await deletions.postpone(asked, { inMilliseconds: 0 });
    const last = await claimOne(ledger(), desktop, next);
    assert.deepEqual([last.asks, last.sinceAsked], [1, null]);
  });

  for (const [what, count] of [
    [
      'failed turns in a row',
      async (given: LedgerUnderTest, ...[desktop, worker]: Held) => {
        const due = await claimOne(given, desktop, worker);
        await given.deletions.postpone(due, { inMilliseconds: 0, attempts: attemptsUntilFailing });
      },
    ],
    [
      'asks without effect',
      async (given: LedgerUnderTest, ...[desktop, worker]: Held) => {
        for (let asks = 0; asks < attemptsUntilFailing; asks += 1) {
          const due = await claimOne(given, desktop, worker);
          await given.deletions.recordAsked(due);
          await given.deletions.postpone(due, { inMilliseconds: 0, attempts: 0 });
        }
      },
    ],
  ] as const)
    it(`shows a deletion as failing after ${attemptsUntilFailing} ${what}, and as running once that item has ended`, async () => {
      const { desktop, worker } = await acceptDesktop(ledger());
      const shown = async (): Promise<unknown[]> => {
        await ledger().deletions.showWhetherFailing(desktop.id);
        const { state, taskStatus } = await ledger().show(desktop.id);
        return [state, taskStatus];
      };
      assert.deepEqual(await shown(), ['running', 'deleting'], 'before');
      await count(ledger(), desktop, worker);
      assert.deepEqual(await shown(), ['failed', 'deleteFailed']);
      await ledger().deletions.end(await claimOne(ledger(), desktop, worker), seenGone);
      assert.deepEqual(await shown(), ['running', 'deleting'], 'after');
    });

  it('shows a deletion as failing while one item of it is, whoever reports', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const { deletions } = ledger();
    await deletions.end(await claimOne(ledger(), desktop, worker), seenGone);
    const claims = await claim(ledger(), desktop, worker);
    assert.deepEqual(new Set(claims.keys()), new Set([desktop.volume, desktop.port]));
    for (const each of claims.values())
      await deletions.postpone(each, {
        inMilliseconds: 0,
        attempts: each.itemId === desktop.volume ? attemptsUntilFailing : 0,
      });
    const shown = async (): Promise<unknown> => {
      await deletions.showWhetherFailing(desktop.id);
      return (await ledger().show(desktop.id)).state;
    };
    assert.equal(await shown(), 'failed');
    const again = await claim(ledger(), desktop, worker);
    const [volume, port] = [again.get(desktop.volume), again.get(desktop.port)];
    assert.ok(volume !== undefined && port !== undefined);
    assert.equal(volume.attempts, attemptsUntilFailing);
    await deletions.postpone(port, { inMilliseconds: 0, attempts: 0 });
    assert.equal(await shown(), 'failed', 'the other one still fails');
    await deletions.postpone(volume, { inMilliseconds: 0, attempts: 0 });
    assert.equal(await shown(), 'running');
    await endAll(ledger(), desktop, worker);
    assert.equal(await shown(), 'done');
  });
}

type Held = readonly [Parameters<typeof claimOne>[1], Parameters<typeof claimOne>[2]];
