import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { asId } from '../../ids.js';
import type { ItemState } from '../ledger/itemState.js';
import { timeEnds } from './endedItems.js';

const server: ItemState = {
  id: asId('a'),
  kind: 'server',
  intent: 'delete',
  stage: 0,
  firstAskedAt: 1_500,
  ended: 'absent',
  endedAt: 4_000,
};
const volume: ItemState = {
  id: asId('b'),
  kind: 'volume',
  intent: 'delete',
  stage: 1,
  firstAskedAt: 4_250,
  ended: 'absent',
  endedAt: 5_000,
};
const port: ItemState = {
  id: asId('c'),
  kind: 'port',
  intent: 'detach',
  stage: 1,
  ended: 'released',
  endedAt: 6_000,
};

describe('how long items took to end', () => {
  it('counts from when the turn of an item came, and the whole with its last', () => {
    assert.deepEqual(timeEnds(1_000, [server, volume, port], [volume, port]), [
      { kind: 'volume', end: 'absent', untilAsked: 0.25, untilGone: 0.75, whole: null },
      { kind: 'port', end: 'released', untilAsked: null, untilGone: null, whole: 5 },
    ]);
  });

  it('counts no whole while an item is left', () => {
    const open: ItemState = { id: asId('c'), kind: 'port', intent: 'delete', stage: 1 };
    assert.deepEqual(timeEnds(1_000, [server, open], [server]), [
      { kind: 'server', end: 'absent', untilAsked: 0.5, untilGone: 2.5, whole: null },
    ]);
  });

  it('A12: counts nothing below zero where the clock was set back', () => {
    const early = { ...server, firstAskedAt: 500, endedAt: 400 };
    assert.deepEqual(timeEnds(1_000, [early], [early]), [
      { kind: 'server', end: 'absent', untilAsked: 0, untilGone: 0, whole: 0 },
    ]);
  });
});
