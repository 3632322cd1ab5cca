import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { asId } from '../../ids.js';
import { askedInVain } from '../ledger/askedInVain.js';
import {
  eventsSince,
  readEventId,
  toldAll,
  toldNothing,
  type WatchedDeletion,
  type WatchedItem,
  writeEvent,
  writeEventId,
} from './deletionEvents.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

function itemOf(index: number, different: Partial<WatchedItem> = {}): WatchedItem {
  return {
    id: asId(`item-${index}`),
    kind: index === 0 ? 'server' : 'volume',
    providerId: `engine-${index}`,
    intent: 'delete',
    firstAskedAt: null,
    ended: null,
    endedAt: null,
    grade: null,
    keyId: null,
    keyDestroyedAt: null,
    lastError: null,
    ...different,
  };
}

function deletionOf(
  items: readonly WatchedItem[],
  different: Partial<WatchedDeletion> = {},
): WatchedDeletion {
  return {
    desktopId: asId('desktop'),
    diskOf: null,
    kind: 'desktop',
    engine: 'local',
    state: 'running',
    acceptedAt: at(0),
    failedSince: null,
    completedAt: null,
    items,
    ...different,
  };
}

describe('the events of a deletion', () => {
  it('name a disk that goes alone beside its desktop', () => {
    const [accepted] = eventsSince(
      deletionOf([itemOf(1)], {
        desktopId: asId('disk'),
        diskOf: asId('desktop'),
        kind: 'volume',
      }),
      toldNothing,
      'en',
    );
    assert.deepEqual(
      [Reflect.get(accepted?.data ?? {}, 'desktop_id'), Reflect.get(accepted?.data ?? {}, 'volume_id')],
      ['desktop', 'disk'],
    );
  });

  it('tell of everything that is on record, in the order of its time, acceptance first and the end last', () => {
    const ended = { ended: 'absent', grade: 'api-absent' } as const;
    const deletion = deletionOf(
      [
        itemOf(0, { firstAskedAt: at(1), endedAt: at(3), ...ended }),
        itemOf(1, { firstAskedAt: at(4), endedAt: at(6), ...ended }),
        itemOf(2, { endedAt: at(6), ended: 'released' }),
      ],
      { state: 'done', completedAt: at(6), acceptedAt: at(5) },
    );
    const events = eventsSince(deletion, toldNothing, 'en');
    assert.deepEqual(
      events.map((event) => event.name),
      ['accepted', 'item-asked', 'item-ended', 'item-asked', 'item-ended', 'item-ended', 'done'],
    );
    const counts = events
      .filter((event) => event.name === 'item-ended')
      .map(({ data }) => Object(data).items_ended);
    assert.deepEqual(counts, [1, 2, 3], 'each says how many had ended by then');
    const last = events.at(-1);
    assert.ok(last !== undefined && toldAll(last.told));
    assert.deepEqual(last.data, {
      desktop_id: 'desktop',
      at: '2026-01-01T00:00:06.000Z',
      engine: 'local',
      released: 1,
    });
    assert.deepEqual(eventsSince(deletion, last.told, 'en'), []);
  });

  it('tell of trouble again when it comes back, with what it is about', () => {
    const troubled = [itemOf(0, { lastError: 'timeout: no answer' }), itemOf(1)];
    const first = deletionOf(troubled, { state: 'failed', failedSince: at(7) });
    const told = eventsSince(first, toldNothing, 'en').at(-1);
    assert.equal(told?.name, 'failing');
    assert.deepEqual(Object(told?.data).items, [
      { item_id: 'item-0', kind: 'server', provider_id: 'engine-0', last_error: 'timeout: no answer' },
    ]);
    assert.ok(told !== undefined);
    const inVain = deletionOf([itemOf(0, { lastError: askedInVain(4) })], {
      state: 'failed',
      failedSince: at(7),
    });
    for (const [language, words] of [
      ['en', 'asked to go 4 times and still there'],
      ['zh', '已请求删除4次，但仍然存在'],
    ] as const) {
      const [item] = Object(eventsSince(inVain, toldNothing, language).at(-1)?.data).items;
      assert.equal(item.last_error, words, language);
    }
    assert.deepEqual(eventsSince(first, told.told, 'en'), []);
    assert.deepEqual(eventsSince(deletionOf(troubled), told.told, 'en'), []);
    const again = deletionOf(troubled, { state: 'failed', failedSince: at(9) });
    assert.deepEqual(
      eventsSince(again, told.told, 'en').map((event) => event.name),
      ['failing'],
    );
  });

  it('come once each, wherever the listener breaks off and whoever answers the next time', () => {
    const story = fc
      .record({
        items: fc.integer({ min: 1, max: 9 }),
        // which event happens next, and whether the listener breaks off before the end of what it is told
        steps: fc.array(fc.record({ item: fc.nat(), looks: fc.boolean(), reads: fc.nat({ max: 30 }) })),
      })
      .map(({ items, steps }) => ({ items, steps }));
    fc.assert(
      fc.property(story, ({ items: count, steps }) => {
        let items = Array.from({ length: count }, (_, index) => itemOf(index));
        let now = 1;
        let lastId = '';
        let ends = 0;
        const heard: string[] = [];
        const listen = (deletion: WatchedDeletion, reads: number): void => {
          for (const event of eventsSince(deletion, readEventId(lastId), 'en').slice(0, reads)) {
            lastId = /^id: (.*)$/m.exec(writeEvent(event))?.[1] ?? '';
            if (event.name === 'item-ended') {
              ends += 1;
              assert.equal(Object(event.data).items_ended, ends, 'S1: one more with each');
            }
            heard.push(`${event.name} ${Object(event.data).item_id ?? ''}`);
          }
        };
        for (const { item: chosen, looks, reads } of steps) {
          now += 1;
          items = items.map((item, index) => {
            if (index !== chosen % count) return item;
            return item.firstAskedAt === null
              ? { ...item, firstAskedAt: at(now) }
              : { ...item, ended: 'absent', endedAt: item.endedAt ?? at(now) };
          });
          if (looks) listen(deletionOf(items), reads);
        }
        items = items.map((item) => ({
          ...item,
          firstAskedAt: item.firstAskedAt ?? at(now),
          ended: 'absent',
          endedAt: item.endedAt ?? at(now + 1),
        }));
        listen(deletionOf(items, { state: 'done', completedAt: at(now + 1) }), Number.POSITIVE_INFINITY);
        assert.equal(new Set(heard).size, heard.length);
        assert.equal(heard.length, 2 + 2 * count);
        assert.equal(heard.at(-1), 'done ');
      }),
    );
  });

  it('have ids that are read back as they were written, and nothing else is taken for one', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 60n }), fc.nat(8_640_000_000_000), (bits, failing) => {
        assert.deepEqual(readEventId(writeEventId({ bits, failing })), { bits, failing });
      }),
    );
    for (const text of [undefined, '', '7', '-', 'x-1', '1-', '1-1\n', `${'f'.repeat(200)}-1`, '1-!'])
      assert.deepEqual(readEventId(text), toldNothing);
  });
});
