import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { asId } from '../../ids.js';
import { createTestDatabase, type TestDatabase } from '../../testing/testDatabase.js';
import type { ItemState } from './itemState.js';
import { itemStatesText } from './itemStatesText.js';

describe('items as PostgreSQL reads them', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase();
  });
  after(() => test.drop());

  const stored = async (items: readonly ItemState[]): Promise<unknown> => {
    const { rows } = await test.pool.query<{ items: unknown }>(
      'select item_states_json($1::item_state[]) as items',
      [itemStatesText(items)],
    );
    return rows[0]?.items;
  };
  const planned: ItemState = { id: asId(randomUUID()), kind: 'server', intent: 'delete', stage: 0 };

  it('come back as they were, with all that is known of them', async () => {
    const whole: Required<ItemState> = {
      ...planned,
      ended: 'released',
      endedAt: 1_732_960_000_123,
      grade: 'host-confirmed',
      keyDestroyedAt: 1_732_960_000_122.5,
      observedBy: 'local',
      releasedBy: 'ann',
      releaseReason: 'the host burnt',
      firstAskedAt: 1,
      askedAt: 2,
      asks: 3,
      attempts: 4,
      seenAbsent: 5,
      firstAbsentAt: 6,
      lastError: 'unreachable: no route',
      dueAt: 7,
    };
    assert.deepEqual(await stored([planned, whole]), [planned, whole]);
    assert.deepEqual(await stored([]), []);
  });

  for (const text of [
    '',
    ' ',
    'NULL',
    'null',
    ',',
    '(,)',
    '{"a"}',
    'a "quoted" word',
    "it's",
    'back\\slash and \\"both\\"',
    '\\',
    '"',
    'two\nlines\tand a tab',
    '桌面 🖥',
    '$1; --',
  ])
    it(`come back with the words ${JSON.stringify(text)}`, async () => {
      const item = { ...planned, lastError: text, releaseReason: text };
      assert.deepEqual(await stored([item]), [item]);
    });
});
