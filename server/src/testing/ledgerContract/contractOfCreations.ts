import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decideStep } from '../../deletion/carryOut/decideStep.js';
import type { Observation } from '../../engines/contract.js';
import { asId, type KeyId } from '../../ids.js';
import {
  accept,
  claimNow,
  type LedgerUnderTest,
  plan,
  read,
  refOf,
  type TestDesktop,
} from './ledgerUnderTest.js';

/** How the creation of items is recorded, and what their deletion learns of it, whatever keeps them. */
export function describeCreations(ledger: () => LedgerUnderTest): void {
  /** What a deletion that is accepted now is told of the port. */
  async function claimPort(desktop: TestDesktop) {
    assert.equal(await accept(ledger(), await plan(ledger(), desktop.id, { force: true })), true);
    const { records } = await claimNow(ledger(), desktop, await ledger().addWorker());
    const record = records.get(desktop.port);
    assert.ok(record !== undefined, 'the port is on record');
    return record;
  }

  it('D7: notes who asks for an item, and only for the worker that builds its desktop', async () => {
    const builder = await ledger().addWorker();
    const { port } = await ledger().addDesktop({ builder });
    assert.equal(await ledger().creations.recordAsking(port, await ledger().addWorker()), undefined);
    const { askedBefore } = (await ledger().creations.recordAsking(port, builder)) ?? {};
    assert.equal(askedBefore, false);
    const again = await ledger().creations.recordAsking(port, builder);
    assert.equal(again?.askedBefore, true);
  });

  it('S9: lets nothing more be asked for once the deletion is accepted', async () => {
    const builder = await ledger().addWorker();
    const desktop = await ledger().addDesktop({ builder });
    await accept(ledger(), await plan(ledger(), desktop.id, { force: true }));
    assert.equal(await ledger().creations.recordAsking(desktop.port, builder), undefined);
  });

  it('D7: tells the deletion that an item was never asked for, or that asking had no effect', async () => {
    const builder = await ledger().addWorker();
    const [never, refused] = [await ledger().addDesktop(), await ledger().addDesktop({ builder })];
    const asking = await ledger().creations.recordAsking(refused.port, builder);
    assert.ok(asking !== undefined);
    await ledger().creations.recordFailedAsking(asking, true);
    for (const desktop of [never, refused]) {
      const { creationAge, creationInFlight, providerId } = await claimPort(desktop);
      assert.deepEqual([creationAge, creationInFlight, providerId], [null, false, null]);
    }
  });

  it('D7: tells the deletion of an item whose answer was lost, or is still waited for by a living worker', async () => {
    for (const end of ['lost', 'waiting', 'dead'] as const) {
      const builder = await ledger().addWorker();
      const desktop = await ledger().addDesktop({ builder });
      const asking = await ledger().creations.recordAsking(desktop.port, builder);
      assert.ok(asking !== undefined);
      if (end === 'lost') await ledger().creations.recordFailedAsking(asking, false);
      if (end === 'dead') await ledger().endLease(builder);
      const { creationAge, creationInFlight } = await claimPort(desktop);
      assert.ok(creationAge !== null && creationAge >= 0, end);
      assert.equal(creationInFlight, end === 'waiting', end);
    }
  });

  it('S5: ends no disk by another key than the one that was recorded at its creation', async () => {
    const { id, volume, ...rest } = await ledger().addDesktop();
    assert.equal(await accept(ledger(), await plan(ledger(), id)), true);
    const { records } = await claimNow(ledger(), { id, volume, ...rest }, await ledger().addWorker());
    const due = {
      intent: 'delete',
      sinceAsked: null,
      seenAbsent: 0,
      keyId: records.get(volume)?.keyId ?? null,
    } as const;
    const erased = (keyId: KeyId): Observation => ({
      state: 'absent',
      grade: 'crypto-erased',
      key: { id: keyId, destroyedAt: new Date() },
    });
    assert.equal(decideStep(due, erased(asId<KeyId>('another'))).do, 'wait');
    assert.equal(decideStep(due, erased(rest.keyId)).do, 'end');
  });

  it('writes down which key the engine made a disk under', async () => {
    const { id, port } = await ledger().addDesktop();
    const keyId = asId<KeyId>('5c'.repeat(16));
    await ledger().creations.recordCreation(port, { ...refOf(port, 'made'), keyId });
    const { items } = (await read(ledger(), id)).inventory;
    assert.equal(items.find((item) => item.id === port)?.keyId, keyId);
  });

  it('S3: writes down once what the engine calls an item, whoever finds out', async () => {
    const desktop = await ledger().addDesktop();
    const [ref, other] = [refOf(desktop.port, 'one'), refOf(desktop.port, 'other')];
    assert.equal(await ledger().creations.recordCreation(desktop.port, ref), true);
    assert.equal(await ledger().deletions.recordCreation(desktop.port, ref), true, 'known already');
    assert.equal(await ledger().deletions.recordCreation(desktop.port, other), false);
    const { providerId, generation } = await claimPort(desktop);
    assert.deepEqual([providerId, generation], [ref.id, ref.generation]);
  });
}
