import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { pino } from 'pino';
import { asId, type WorkerId } from '../ids.js';
import { createGate } from '../testing/interpose.js';
import { waitUntil } from '../testing/waitUntil.js';
import { startWorkLoop, type Work } from './loop.js';

const logger = pino({ level: 'silent' });

/** A queue in memory, and what became of its tasks. */
function memoryWork(perform: (task: string) => Promise<void>, capacity = 3) {
  const queue: string[] = [];
  const performed: string[] = [];
  const seen = { claims: 0, atOnce: 0, maxAtOnce: 0 };
  const work: Work<string> = {
    name: 'test',
    capacity,
    claim: async (limit) => {
      seen.claims += 1;
      return queue.splice(0, limit);
    },
    keyOf: (task) => task.split('/')[0] ?? task,
    perform: async (task) => {
      seen.atOnce += 1;
      seen.maxAtOnce = Math.max(seen.maxAtOnce, seen.atOnce);
      await perform(task).finally(() => {
        seen.atOnce -= 1;
      });
      performed.push(task);
    },
  };
  return { queue, performed, seen, work };
}

describe('a work loop', () => {
  it('takes on what was claimed for it, as far as there are places, and none before a backlog', async () => {
    const gate = createGate();
    const test = memoryWork(() => gate.pass(), 3);
    test.queue.push('a', 'b', 'c', 'd');
    const loop = startWorkLoop(test.work, logger);
    const claimedBy = asId<WorkerId>(randomUUID());
    try {
      await waitUntil(() => test.seen.atOnce === 3, 'every place to be taken');
      assert.equal(loop.reserve(1).places, 0, 'there is a backlog');
      gate.open();
      await waitUntil(() => test.performed.length === 4, 'the backlog to be worked off');
      const first = await waitUntil(() => {
        const reservation = loop.reserve(2);
        if (reservation.places === 2) return reservation;
        reservation.take([], claimedBy);
        return undefined;
      }, 'places to be free');
      const second = loop.reserve(2);
      assert.equal(second.places, 1);
      first.take(['e'], claimedBy);
      second.take([], claimedBy);
      await waitUntil(() => test.performed.includes('e'), 'what was granted to be performed');
    } finally {
      gate.open();
      await loop.stop();
    }
  });

  it('performs what is queued, with at most its capacity at once', async () => {
    const test = memoryWork(async () => undefined);
    test.queue.push(...Array.from({ length: 20 }, (_, index) => `task${index}`));
    const loop = startWorkLoop(test.work, logger);
    await waitUntil(() => test.performed.length === 20, 'twenty tasks');
    assert.ok(test.seen.maxAtOnce <= 3);
    await loop.stop();
  });

  it('doubts what was claimed when the database was the reason that a step broke off, and for no other', async () => {
    const ids = [asId<WorkerId>(randomUUID()), asId<WorkerId>(randomUUID())] as const;
    const doubted: string[] = [];
    let id = ids[0];
    const gate = createGate();
    const test = memoryWork(async (task) => {
      await gate.pass();
      if (task === 'mistake') throw new TypeError('a mistake of ours');
      throw new Error('Connection terminated unexpectedly');
    });
    const loop = startWorkLoop(test.work, logger, undefined, {
      current: () => id,
      doubt: (claimedBy) => {
        doubted.push(claimedBy);
      },
    });
    test.queue.push('mistake', 'cut off');
    await waitUntil(() => gate.came === 2, 'both steps');
    // By the id of the claim, whatever the worker is called by now.
    [, id] = ids;
    gate.open();
    await waitUntil(() => test.seen.atOnce === 0, 'their ends');
    await loop.stop();
    assert.deepEqual(doubted, [ids[0]]);
  });

  it('finds by itself what nobody woke it for', async () => {
    const test = memoryWork(async () => undefined);
    const loop = startWorkLoop(test.work, logger);
    await waitUntil(() => test.seen.claims > 1, 'a second look');
    test.queue.push('late');
    await waitUntil(() => test.performed.includes('late'), 'the late task');
    await loop.stop();
  });

  it('does not lose a wake-up that comes while it looks', async () => {
    const gate = createGate();
    let claims = 0;
    const work: Work<string> = {
      name: 'test',
      capacity: 1,
      claim: async () => {
        claims += 1;
        if (claims === 2) await gate.pass();
        return [];
      },
      keyOf: (task) => task,
      perform: async () => undefined,
    };
    // Nothing but being woken makes this loop look again.
    const loop = startWorkLoop(work, logger, 3_600_000);
    await waitUntil(() => claims === 1, 'the first look');
    loop.wake();
    await waitUntil(() => gate.came === 1, 'a look that takes long');
    loop.wake();
    gate.open();
    await waitUntil(() => claims === 3, 'the look that was asked for meanwhile');
    await loop.stop();
  });

  it('lets a task wait whose predecessor of the same key still runs, and performs it then', async () => {
    const gate = createGate();
    const test = memoryWork((task) => (task === 'a/1' ? gate.pass() : Promise.resolve()));
    test.queue.push('a/1', 'a/2', 'b/1');
    const loop = startWorkLoop(test.work, logger);
    await waitUntil(() => test.performed.includes('b/1'), 'the other key');
    assert.deepEqual(test.performed, ['b/1']);
    gate.open();
    await waitUntil(() => test.performed.length === 3, 'the task that waited');
    assert.deepEqual(test.performed, ['b/1', 'a/1', 'a/2']);
    await loop.stop();
  });

  it('goes on after a task that throws and after a look that fails', async () => {
    const test = memoryWork((task) =>
      task === 'bad' ? Promise.reject(new Error('bad')) : Promise.resolve(),
    );
    let failed = false;
    const work: Work<string> = {
      ...test.work,
      claim: (limit) => {
        if (failed) return test.work.claim(limit);
        failed = true;
        return Promise.reject(new Error('no database'));
      },
    };
    test.queue.push('bad', 'good');
    const loop = startWorkLoop(work, logger);
    await waitUntil(() => test.performed.includes('good'), 'the good task');
    await loop.stop();
  });

  it('stops only once what runs has ended, and begins nothing more', async () => {
    const gate = createGate();
    const test = memoryWork(() => gate.pass());
    test.queue.push('a/1', 'a/2');
    const loop = startWorkLoop(test.work, logger);
    await waitUntil(() => gate.came === 1, 'the task to run');
    test.queue.push('b');
    let stopped = false;
    const stopping = loop.stop().finally(() => {
      stopped = true;
    });
    await waitUntil(() => test.seen.atOnce === 1, 'the loop to wait');
    assert.equal(stopped, false);
    gate.open();
    await stopping;
    assert.deepEqual(test.performed.slice(0, 1), ['a/1']);
    assert.ok(!test.performed.includes('a/2'));
  });
});
