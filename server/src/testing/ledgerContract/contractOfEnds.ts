import assert from 'node:assert/strict';
import { it } from 'node:test';
import { attemptsUntilFailing } from '../../deletion/carryOut/failing.js';
import {
  acceptDesktop,
  claim,
  claimOne,
  endAll,
  join,
  type LedgerUnderTest,
  seenGone,
} from './ledgerUnderTest.js';

/** How items end, and what comes after them, whatever keeps them. */
export function describeEnds(ledger: () => LedgerUnderTest): void {
  it('S7: ends an item once, and opens the next stage after the last of its own', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const server = await claimOne(ledger(), desktop, worker);
    assert.equal((await claim(ledger(), desktop, worker)).size, 0, 'disks and ports wait for the server');
    assert.equal(await ledger().deletions.end(server, seenGone), true);
    assert.equal(await ledger().deletions.end(server, seenGone), false);
    assert.deepEqual(
      new Set((await claim(ledger(), desktop, worker)).keys()),
      new Set([desktop.volume, desktop.port]),
    );
    assert.deepEqual((await ledger().show(desktop.id)).subJobs, ['RUNNING']);
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
      await ledger().deletions.end(await claimOne(ledger(), desktop, worker), seenGone);
      const due = await claimOne(ledger(), desktop, worker, desktop.volume);
      assert.equal(due.keyId, desktop.keyId);
      const key = { id: desktop.keyId, destroyedAt: new Date(told) };
      assert.equal(await ledger().deletions.end(due, { ended: 'absent', grade: 'crypto-erased', key }), true);
      const { volume } = await ledger().show(desktop.id);
      assert.deepEqual(volume, { grade: 'crypto-erased', keyId: desktop.keyId, keyDestroyed: 'within' });
    }
  });

  it('tells of no destroyed key when the disk was seen gone and its key was not', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    await endAll(ledger(), desktop, worker);
    const { volume } = await ledger().show(desktop.id);
    assert.deepEqual(volume, { grade: 'api-absent', keyId: desktop.keyId, keyDestroyed: 'no' });
  });

  it('D6: goes on without an item that is released, which no worker can end any more', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const server = await claimOne(ledger(), desktop, worker);
    await ledger().release(desktop.id, desktop.server);
    assert.equal(await ledger().deletions.end(server, seenGone), false);
    assert.equal(await ledger().deletions.recordAsked(server), false);
    const rest = await claim(ledger(), desktop, worker);
    assert.deepEqual(new Set(rest.keys()), new Set([desktop.volume, desktop.port]));
    for (const item of rest.keys()) await ledger().release(desktop.id, item);
    assert.equal((await ledger().show(desktop.id)).state, 'done');
  });

  it('shows a deletion as running again once the item that failed is released', async () => {
    const { desktop, worker } = await acceptDesktop(ledger());
    const due = await claimOne(ledger(), desktop, worker);
    await ledger().deletions.postpone(due, { inMilliseconds: 0, attempts: attemptsUntilFailing });
    await ledger().deletions.showWhetherFailing(desktop.id);
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
