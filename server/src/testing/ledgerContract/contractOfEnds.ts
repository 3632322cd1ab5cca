import assert from 'node:assert/strict';
import { it } from 'node:test';
import { carryOut } from '../../deletion/carryOut/carryOut.js';
import { attemptsUntilFailing } from '../../deletion/carryOut/failing.js';
import type { DeletionReport, ExecutorParts } from '../../deletion/carryOut/takeTurn.js';
import type { Observation, ProviderRef } from '../../engines/contract.js';
import {
  acceptDesktop,
  claim,
  claimNow,
  endAll,
  giveBack,
  join,
  type LedgerUnderTest,
  refOf,
  seenGone,
} from './ledgerUnderTest.js';

/** How items end, and what comes after them, whatever keeps them. */
export function describeEnds(ledger: () => LedgerUnderTest): void {
  it('S7: ends a deletion once', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const held = await claimNow(ledger(), desktop, worker);
    const items = held.items.map((item) => seenGone(held, item));
    assert.equal(await ledger().deletions.finish(held, items), true);
    assert.equal(await ledger().deletions.finish(held, items), false);
    assert.equal(await giveBack(ledger(), held), false);
    assert.equal(await claim(ledger(), desktop, await ledger().addWorker()), undefined);
  });

  it('S6: finishes a deletion with its last item, and every job about it', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await join(ledger(), desktop.id);
    await endAll(ledger(), desktop, worker);
    const { status, taskStatus, gone, state, subJobs } = await ledger().show(desktop.id);
    assert.deepEqual([status, taskStatus, gone, state], ['', '', true, 'done']);
    assert.deepEqual(subJobs, ['SUCCESS', 'SUCCESS']);
  });

  it('S6: keeps the key that went with a disk, within the times of the deletion whatever the clock of the engine says', async () => {
    for (const told of ['2020-01-01T00:00:00Z', '2100-01-01T00:00:00Z']) {
      const { desktop, worker } = await acceptDesktop(ledger());
      await ledger().creations.recordCreation(desktop.port, refOf(desktop.port, 'made'));
      const key = { id: desktop.keyId, destroyedAt: new Date(told) };
      const engine = allGone(({ kind }) =>
        kind === 'volume' ? { state: 'absent', grade: 'crypto-erased', key } : hostConfirmed,
      );
      const claimed = await claimNow(ledger(), desktop, worker);
      await carryOut({ store: ledger().deletions, engine, random: () => 0, report: silent }, claimed);
      const { volume } = await ledger().show(desktop.id);
      assert.deepEqual(volume, { grade: 'crypto-erased', keyId: desktop.keyId, keyDestroyed: 'within' });
    }
  });

  it('S6: is carried to its end under one claim where the engine is done by the time it answers, with as many looks', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await ledger().creations.recordCreation(desktop.port, refOf(desktop.port, 'made'));
    const calls: string[] = [];
    const engine = prompt(calls);
    const claimed = await claimNow(ledger(), desktop, worker);
    const parts = { store: ledger().deletions, engine, random: () => 0, report: silent };
    assert.equal(await carryOut(parts, claimed), undefined);
    assert.equal((await ledger().show(desktop.id)).state, 'done');
    for (const kind of ['server', 'volume', 'port'])
      assert.deepEqual(
        calls.filter((call) => call.startsWith(kind)),
        [`${kind} there`, `${kind} asked`, `${kind} gone`, `${kind} gone`],
      );
  });

  it('is given back after it was asked to go where the engine does not say how long that takes', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const calls: string[] = [];
    const { usualDelayMs: _, ...engine } = prompt(calls);
    const claimed = await claimNow(ledger(), desktop, worker);
    const parts = { store: ledger().deletions, engine, random: () => 0, report: silent };
    assert.ok(((await carryOut(parts, claimed)) ?? 0) > 0);
    assert.deepEqual(calls, ['server there', 'server asked']);
  });

  it('tells of no destroyed key when the disk was seen gone and its key was not', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await endAll(ledger(), desktop, worker);
    const { volume } = await ledger().show(desktop.id);
    assert.deepEqual(volume, { grade: 'api-absent', keyId: desktop.keyId, keyDestroyed: 'no' });
  });

  it('D6: goes on without an item that is released, which no worker can end any more', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const held = await claimNow(ledger(), desktop, worker);
    await ledger().release(desktop.id, desktop.server);
    assert.equal(await giveBack(ledger(), held, (item) => seenGone(held, item)), false);
    const rest = await claimNow(ledger(), desktop, await ledger().addWorker());
    assert.deepEqual(
      rest.items.map(({ id, ended }) => [id === desktop.server, ended]),
      [
        [true, 'released'],
        [false, undefined],
        [false, undefined],
      ],
    );
    for (const item of [desktop.volume, desktop.port]) await ledger().release(desktop.id, item);
    assert.equal((await ledger().show(desktop.id)).state, 'done');
    assert.equal(await giveBack(ledger(), rest), false);
  });

  it('shows a deletion as running again once the item that failed is released', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const due = await claimNow(ledger(), desktop, worker);
    await giveBack(ledger(), due, (item) =>
      item.id === desktop.server ? { ...item, attempts: attemptsUntilFailing } : item,
    );
    assert.equal((await ledger().show(desktop.id)).state, 'failed');
    await ledger().release(desktop.id, desktop.server);
    const { state, taskStatus } = await ledger().show(desktop.id);
    assert.deepEqual([state, taskStatus], ['running', 'deleting']);
  });

  it('S10, S11: deletes the user who has no other desktop, keeps the other one, and says why', async () => {
    const [lone, shared] = [await ledger().addUser(), await ledger().addUser()];
    await ledger().addDesktop({ users: [shared] });
    const { desktop, worker } = await acceptDesktop(ledger(), { deleteUsers: true }, [lone, shared]);
    await endAll(ledger(), desktop, worker);
    const { users } = await ledger().show(desktop.id);
    assert.deepEqual(
      new Set(users.map(({ id, ...fate }) => JSON.stringify([id === lone, fate]))),
      new Set([
        JSON.stringify([true, { outcome: 'deleted', reason: null, exists: false }]),
        JSON.stringify([false, { outcome: 'kept', reason: 'owns 1 other desktop', exists: true }]),
      ]),
    );
  });

  it('S10, A4: deletes users whom only a repeated call wants deleted, and none unasked', async () => {
    for (const asked of [true, false]) {
      const user = await ledger().addUser();
      const { desktop, worker } = await acceptDesktop(ledger(), {}, [user]);
      if (asked) await join(ledger(), desktop.id, { deleteUsers: true });
      await endAll(ledger(), desktop, worker);
      const [only] = (await ledger().show(desktop.id)).users;
      assert.deepEqual(
        [only?.outcome, only?.reason],
        asked ? ['deleted', null] : ['kept', 'deletion of users was not asked for'],
      );
    }
  });

  it('S12: queues one mail for each user once the desktop is gone, and none that is not wanted', async () => {
    for (const emailNotification of [true, false]) {
      const user = await ledger().addUser();
      const { desktop, worker } = await acceptDesktop(ledger(), { emailNotification }, [user]);
      assert.deepEqual((await ledger().show(desktop.id)).mails, []);
      await endAll(ledger(), desktop, worker);
      assert.deepEqual((await ledger().show(desktop.id)).mails, emailNotification ? [user] : []);
    }
  });
}

const silent: DeletionReport = { heldUp: () => undefined, ended: () => undefined };
const hostConfirmed: Absence = { state: 'absent', grade: 'host-confirmed' };

/** An engine that has nothing any more, and says of each item how it knows. */
function allGone(seen: (ref: ProviderRef) => Absence): ExecutorParts['engine'] {
  return {
    name: 'simulated',
    observe: async (ref) => seen(ref),
    remove: async () => 'absent',
    findByName: async () => [],
  };
}

/** An engine that is done by the time it answers, and whose word on that counts for as little as any API's. @param calls gets what it was asked */
function prompt(calls: string[]): ExecutorParts['engine'] {
  const gone = new Set<string>();
  return {
    name: 'simulated',
    usualDelayMs: 0,
    observe: async ({ kind, id }) => {
      calls.push(`${kind} ${gone.has(id) ? 'gone' : 'there'}`);
      if (gone.has(id)) return { state: 'absent', grade: 'api-absent' };
      return { state: 'present', status: kind === 'server' ? 'active' : 'available' };
    },
    remove: async ({ kind, id }) => {
      calls.push(`${kind} asked`);
      gone.add(id);
      return 'accepted';
    },
    findByName: async () => [],
  };
}

type Absence = Extract<Observation, { state: 'absent' }>;
