import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { EngineError } from '../../engines/contract.js';
import { asId } from '../../ids.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { hurry } from '../../testing/progressRows.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { toldNothing } from './deletionEvents.js';
import { createDeletionWatch } from './watchDeletions.js';

interface Heard {
  readonly id: string;
  readonly name: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into events of every kind
  readonly data: any;
}

interface Listening {
  readonly status: number;
  readonly headers: Headers;
  readonly heard: Heard[];
  /** Settles once the service has ended the stream, or it broke. */
  readonly ended: Promise<'ended' | 'broken'>;
  leave(): void;
}

async function listen(service: TestService, desktopId: string, lastId?: string): Promise<Listening> {
  const token = await tokenOf(service);
  const controller = new AbortController();
  const { endpoint, project_id } = service.credentials;
  const response = await fetch(`${endpoint}/v2/${project_id}/deletions/${desktopId}/events`, {
    headers: { 'x-auth-token': token, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    signal: controller.signal,
  });
  const heard: Heard[] = [];
  const read = async (): Promise<'ended' | 'broken'> => {
    let text = '';
    try {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = new Map(
            block.split('\n').map((line) => {
              const cut = line.indexOf(': ');
              return [line.slice(0, cut), line.slice(cut + 2)];
            }),
          );
          const name = fields.get('event');
          if (name !== undefined)
            heard.push({ id: fields.get('id') ?? '', name, data: JSON.parse(fields.get('data') ?? '') });
        }
      }
      return 'ended';
    } catch {
      return 'broken';
    }
  };
  return {
    status: response.status,
    headers: response.headers,
    heard,
    ended: read(),
    leave: () => controller.abort(),
  };
}

const tokens = new Map<TestService, string>();
/** A token of its own, since the stream is not read through the service's usual call. */
async function tokenOf(service: TestService): Promise<string> {
  const known = tokens.get(service);
  if (known !== undefined) return known;
  const { user_name, password, domain_name, project_id } = service.credentials;
  const answer = await service.call('POST', '//v3/auth/tokens', {
    auth: {
      identity: {
        methods: ['password'],
        password: { user: { name: user_name, password, domain: { name: domain_name } } },
      },
      scope: { project: { id: project_id } },
    },
  });
  const token = answer.headers.get('x-subject-token') ?? '';
  tokens.set(service, token);
  return token;
}

const counts = (heard: readonly Heard[]): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const { name } of heard) found[name] = (found[name] ?? 0) + 1;
  return found;
};

describe('watching a deletion', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService({ simulated: { delayMs: 50 } });
  });
  after(() => service.remove());

  it('tells of every item from acceptance to the end, and ends', async () => {
    const [id] = await createDesktops(service, { data_volumes: [{ type: 'SAS', size: 10 }] });
    assert.equal((await listen(service, id)).status, 404, 'nothing is being deleted yet');
    await service.call('DELETE', `/desktops/${id}`);
    const listening = await listen(service, id);
    assert.equal(listening.status, 200);
    assert.match(listening.headers.get('content-type') ?? '', /^text\/event-stream/);
    assert.equal(await listening.ended, 'ended');
    const { heard } = listening;
    assert.deepEqual(counts(heard), { accepted: 1, 'item-asked': 4, 'item-ended': 4, done: 1 });
    assert.deepEqual([heard[0]?.name, heard.at(-1)?.name], ['accepted', 'done']);
    assert.equal(heard[0]?.data.items_total, 4);
    const ends = heard.filter((event) => event.name === 'item-ended');
    assert.equal(ends[0]?.data.kind, 'server');
    const { body } = await service.call('GET', `/deletions/${id}`);
    const idsOf = (items: { item_id: string; provider_id: string }[]) =>
      items.map(({ item_id, provider_id }) => `${item_id} ${provider_id}`).toSorted();
    assert.deepEqual(
      idsOf(ends.map(({ data }) => data)),
      idsOf(body.items),
      'an auditor finds each in the receipt',
    );
    assert.ok(
      ends.every(
        ({ data }) =>
          data.ended === 'absent' &&
          data.absence_grade === (data.kind === 'volume' ? 'crypto-erased' : 'api-absent') &&
          (data.kind === 'volume') === (data.key_id !== null && data.key_destroyed_at !== null),
      ),
    );
  });

  it('goes on where it was after a break, on another replica too, and says nothing twice', async () => {
    const other = await startTestService({ database: service.database, simulated: { delayMs: 50 } });
    try {
      const [id] = await createDesktops(service, {});
      await service.call('DELETE', `/desktops/${id}`);
      const first = await listen(service, id);
      await waitUntil(() => first.heard.length >= 2, 'two events');
      first.leave();
      await first.ended;
      await showUntilGone(service, id);
      const told = first.heard.at(-1);
      const second = await listen(other, id, told?.id);
      assert.equal(await second.ended, 'ended');
      const all = [...first.heard, ...second.heard];
      assert.deepEqual(counts(all), { accepted: 1, 'item-asked': 3, 'item-ended': 3, done: 1 });
      const third = await listen(other, id, second.heard.at(-1)?.id);
      assert.equal(third.status, 204, 'everything was told');
      const late = await listen(other, id, 'no id of ours');
      assert.equal(await late.ended, 'ended');
      assert.equal(late.heard.length, 8);
    } finally {
      await other.stop();
    }
  });

  it('S16: tells nothing of what is not there or not the project’s', async () => {
    const missing = await service.call('GET', '/deletions/a130ab3a-72bf-4b71-baa9-af4987c8e338/events');
    assert.deepEqual([missing.status, missing.body.error_code], [404, 'DPL.0404']);
    const odd = await service.call('GET', '/deletions/not-an-id/events');
    assert.equal(odd.status, 400);
  });
});

describe('a deletion in trouble', () => {
  it('is told of while it fails, with the reason, and streams end when the service stops', async () => {
    let broken = false;
    const service = await startTestService({
      engine: (simulated) => ({
        ...simulated,
        remove: async (ref, how) => {
          if (broken) throw new EngineError('internal', 'no luck');
          return simulated.remove(ref, how);
        },
      }),
    });
    try {
      const [id] = await createDesktops(service, {});
      broken = true;
      await service.call('DELETE', `/desktops/${id}`);
      const listening = await listen(service, id);
      await waitUntil(async () => {
        await hurry(service.database.pool);
        return listening.heard.some((event) => event.name === 'failing');
      }, 'the trouble to be told of');
      const failing = listening.heard.find((event) => event.name === 'failing');
      assert.deepEqual(
        failing?.data.items.map((item: { kind: string; last_error: string }) => [item.kind, item.last_error]),
        [['server', 'internal: no luck']],
      );
      await service.stop();
      assert.equal(await listening.ended, 'ended');
    } finally {
      await service.remove();
    }
  });
});

const anyone = async (): Promise<void> => undefined;

describe('the listeners of a process', () => {
  it('are bounded in number and in time, hear heartbeats, and leave nothing behind', async () => {
    const service = await startTestService();
    const watch = createDeletionWatch({
      pool: service.database.pool,
      logger: pino({ level: 'silent' }),
      settings: { maxListeners: 2, heartbeatMs: 5, maxMs: 500 },
    });
    try {
      const id = asId<Parameters<typeof watch.listen>[0]>('a130ab3a-72bf-4b71-baa9-af4987c8e338');
      const streams = [
        watch.listen(id, toldNothing, anyone, 'en'),
        watch.listen(id, toldNothing, anyone, 'en'),
      ];
      assert.throws(() => watch.listen(id, toldNothing, anyone, 'en'), { code: 'DPL.0503' });
      const [first, second] = streams;
      second?.destroy();
      await waitUntil(() => watch.listeners() === 1, 'the one who left');
      let text = '';
      for await (const chunk of first ?? []) text += String(chunk);
      assert.ok(text.startsWith('retry: 1000\n\n') && text.includes(':\n\n'));
      await waitUntil(() => watch.listeners() === 0, 'nobody to listen');
      const last = watch.listen(id, toldNothing, anyone, 'en');
      last.resume();
      await watch.close();
      assert.throws(() => watch.listen(id, toldNothing, anyone, 'en'), { code: 'DPL.0503' });
    } finally {
      await watch.close();
      await service.remove();
    }
  });
});
