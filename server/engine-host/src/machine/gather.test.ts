import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatherInTurns, type Several } from './gather.js';
import { createSerial } from './serial.js';

describe('what is gathered in turns', () => {
  it('is carried out together when it came while the key was busy, each with its own answer, at most so many', async () => {
    const batches: string[][] = [];
    const gathering = gatherInTurns(createSerial(), 3, async (_key, items: Several<string>) => {
      batches.push([...items]);
      return items.map((item) => item.toUpperCase());
    });
    const turns = ['a', 'b', 'c', 'd', 'e'].map((item) => gathering.run('router', item));
    assert.deepEqual(await Promise.all(turns), ['A', 'B', 'C', 'D', 'E']);
    assert.deepEqual(batches, [
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    assert.equal(await gathering.run('router', 'f'), 'F');
  });

  it('never runs beside another turn of its key', async () => {
    const serial = createSerial();
    const running = new Set<string>();
    const gathering = gatherInTurns(serial, 10, async (_key, items: Several<string>) => {
      assert.deepEqual([...running], []);
      return items;
    });
    const other = serial.run('router', async () => {
      running.add('other');
      await new Promise((resolve) => setImmediate(resolve));
      running.delete('other');
    });
    await Promise.all([other, gathering.run('router', 'a'), gathering.run('router', 'b')]);
  });

  it('that fails for one fails for that one alone', async () => {
    const gathering = gatherInTurns(createSerial(), 10, async (_key, items: Several<string>) => {
      if (items.includes('bad')) throw new Error('bad is bad');
      return items;
    });
    const [good, bad, better] = await Promise.allSettled(
      ['good', 'bad', 'better'].map((item) => gathering.run('router', item)),
    );
    assert.deepEqual(
      [good, better],
      [
        { status: 'fulfilled', value: 'good' },
        { status: 'fulfilled', value: 'better' },
      ],
    );
    assert.match(String(bad?.status === 'rejected' && bad.reason), /bad is bad/);
  });
});
