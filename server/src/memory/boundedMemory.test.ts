import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createBoundedMemory } from './boundedMemory.js';

describe('a bounded memory', () => {
  it('holds no more than the most entries; the one set longest ago goes first', () => {
    const memory = createBoundedMemory<number, string>({ maxEntries: 3 });
    for (let key = 0; key < 100; key += 1) {
      memory.set(key, `value ${key}`);
      assert.ok(memory.size() <= 3);
    }
    assert.equal(memory.peek(96), undefined);
    assert.deepEqual(
      [97, 98, 99].map((key) => memory.peek(key)),
      ['value 97', 'value 98', 'value 99'],
    );
  });

  it('keeps what is got or set again, and not what is only peeked at', () => {
    const memory = createBoundedMemory<string, number>({ maxEntries: 3 });
    for (const [index, key] of ['got', 'peeked', 'set'].entries()) memory.set(key, index);
    assert.equal(memory.get('got'), 0);
    assert.equal(memory.peek('peeked'), 1);
    memory.set('set', 7);
    memory.set('new', 8);
    assert.equal(memory.peek('peeked'), undefined);
    memory.set('newer', 9);
    assert.equal(memory.peek('got'), undefined, 'got before the other was set again');
    assert.equal(memory.peek('set'), 7);
    assert.equal(memory.size(), 3);
  });

  it('lets nothing go for a key that is there already', () => {
    const memory = createBoundedMemory<string, number>({ maxEntries: 2 });
    memory.set('a', 1);
    memory.set('b', 2);
    memory.set('b', 3);
    assert.equal(memory.peek('a'), 1);
  });

  it('gives out no value older than its age by the given clock; being got does not make it younger', () => {
    let now = 1_000;
    const memory = createBoundedMemory<string, number>({
      maxEntries: 9,
      expiry: { maxAge: 60, clock: () => now },
    });
    memory.set('a', 1);
    now += 60;
    assert.equal(memory.get('a'), 1);
    now += 1;
    assert.equal(memory.peek('a'), undefined);
    assert.equal(memory.size(), 0, 'what is outdated is not held once it was asked for');
    memory.set('a', 2);
    now += 60;
    assert.equal(memory.get('a'), 2, 'a new value has an age of its own');
    memory.set('a', 3, now - 60);
    assert.equal(memory.get('a'), 3);
    now += 1;
    assert.equal(memory.get('a'), undefined, 'it counts from the moment that is said');
  });

  it('forgets what it is told to', () => {
    const memory = createBoundedMemory<string, number>({ maxEntries: 2 });
    memory.set('a', 1);
    memory.delete('a');
    assert.equal(memory.get('a'), undefined);
    assert.equal(memory.size(), 0);
  });
});
