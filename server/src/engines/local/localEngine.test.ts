import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { isGeneration, isKeyId, isProviderId, isSingleUseName, made } from '../../testing/madeIds.js';
import { EngineError, type EngineErrorReason, type ItemKind, type ProviderRef } from '../contract.js';
import { createLocalEngine, type LocalEngine } from './localEngine.js';
import { localOffer } from './localOffer.js';

const id = '6f1c1f0e-52b4-4a53-9d6e-7a5a3c0de001';
const keyId = '5c'.repeat(16);
const keyTime = '2026-01-01T08:00:00.000Z';
const ref: ProviderRef = {
  kind: 'server',
  id: made(id, isProviderId),
  generation: made('0'.repeat(32), isGeneration),
};

describe('the client of the engine host trusts no answer', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dpc-'));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  /** Runs a conversation with a host that answers every request as told. */
  async function against(
    answer: (request: { id: number }, socket: Socket) => void,
    test: (engine: LocalEngine) => Promise<void>,
    timeoutMs = 10_000,
  ): Promise<void> {
    const socketPath = join(dir, `${Math.random().toString(36).slice(2)}.sock`);
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.setEncoding('utf8').on('data', (text: string) => {
        for (const line of text.trim().split('\n')) answer(JSON.parse(line), socket);
      });
    });
    server.listen(socketPath);
    await once(server, 'listening');
    const engine = createLocalEngine({ socketPath, region: 'r', timeoutMs });
    try {
      await test(engine);
    } finally {
      await engine.close();
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  }

  const strange: [name: string, result: unknown][] = [
    ['nothing', null],
    ['a text', 'absent'],
    ['an unknown state', { state: 'gone' }],
    ['an unknown status', { state: 'present', status: 'fine', screen: null, failure: null }],
    ['a text with U+0000', { state: 'present', status: 'error', screen: null, failure: 'no\0' }],
    ['a destroyed key that is none', { state: 'absent', erased: true }],
    ['a destroyed key without an id', { state: 'absent', erased: { destroyedAt: keyTime } }],
    ['a key id in capitals', { state: 'absent', erased: { keyId: 'A'.repeat(32), destroyedAt: keyTime } }],
    [
      'a key id that is too long',
      { state: 'absent', erased: { keyId: 'a'.repeat(33), destroyedAt: keyTime } },
    ],
    ['a key that was destroyed at no time', { state: 'absent', erased: { keyId, destroyedAt: null } }],
    ['a key time in words', { state: 'absent', erased: { keyId, destroyedAt: '1 January 2026' } }],
    [
      'a key time on a day that is none',
      { state: 'absent', erased: { keyId, destroyedAt: '2026-02-30T08:00:00.000Z' } },
    ],
    ['a negative size', { state: 'present', status: 'available', screen: null, failure: null, sizeGiB: -1 }],
    [
      'a size in words',
      { state: 'present', status: 'available', screen: null, failure: null, sizeGiB: '10' },
    ],
    ['a screen that is no path', { state: 'present', status: 'active', screen: 5, failure: null }],
  ];
  for (const [name, result] of strange) {
    it(`takes ${name} as an error and never as absence (S5)`, () =>
      against(saying(result), async (engine) => {
        await assert.rejects(engine.observe(ref), failsWith('internal'));
      }));
  }

  it('tells a disk that is gone with its key from one that is only gone', async () => {
    const erased = { keyId, destroyedAt: keyTime };
    const key = { id: keyId, destroyedAt: new Date(keyTime) };
    for (const [answer, seen] of [
      [
        { state: 'absent', erased },
        { state: 'absent', grade: 'crypto-erased', key },
      ],
      [
        { state: 'absent', erased: null },
        { state: 'absent', grade: 'host-confirmed' },
      ],
      // An item that another one has taken the place of has no key that could prove anything.
      [
        { state: 'replaced', erased },
        { state: 'replaced', grade: 'host-confirmed' },
      ],
    ] as const)
      await against(saying(answer), async (engine) => assert.deepEqual(await engine.observe(ref), seen));
  });

  it('takes the key of a new disk from the answer, and none of a server', async () => {
    const named = (kind: string, more: object) => [{ kind, id, generation: ref.generation, ...more }];
    const name = made('dp-0123456789abcdef', isSingleUseName);
    const find = (kind: ItemKind, more: object) => async (engine: LocalEngine) => {
      const [found] = await engine.findByName(kind, name);
      assert.deepEqual(found, { kind, id, generation: ref.generation, ...more });
    };
    await against(saying(named('volume', { keyId })), find('volume', { keyId }));
    await against(saying(named('snapshot', { keyId })), find('snapshot', { keyId }));
    await against(saying(named('volume', { keyId: null })), find('volume', {}));
    await against(saying(named('server', {})), find('server', {}));
    for (const [kind, key] of [
      ['server', keyId],
      ['port', keyId],
      ['volume', 'no key'],
      ['volume', 5],
    ] as const)
      await against(saying(named(kind, { keyId: key })), async (engine) => {
        await assert.rejects(engine.findByName(kind, name), failsWith('internal', /keyId/));
      });
  });

  it('is not ready when the host says of itself what it cannot mean', async () => {
    const hello = { protocol: 5, instance: 'a', bootId: id, missing: [], missingLimits: [] };
    const capabilities = { encryption: true, sizes: true, growth: true, figures: false };
    for (const [more, ready] of [
      [{ warnings: ['no lxcfs'], capabilities }, true],
      [{ warnings: 'no lxcfs', capabilities }, false],
      [{ warnings: [], capabilities: { ...capabilities, sizes: 'yes' } }, false],
      [{ warnings: [], capabilities: { encryption: true } }, false],
    ] as const)
      await against(saying({ ...hello, ...more }), async (engine) => {
        assert.equal((await engine.health()).ready, ready);
      });
  });

  it('sends the host nothing of a reference but what names the item', async () => {
    const asked: unknown[] = [];
    await against(
      (request, socket) => {
        asked.push(request);
        saying(null)(request, socket);
      },
      async (engine) => {
        const volume = { ...ref, kind: 'volume', keyId: made(keyId, isKeyId) } as const;
        await engine.resizeVolume(volume, 12);
        await engine.restoreSnapshot({ ...volume, kind: 'snapshot' }, 5);
        await engine.power(ref, 'hibernate', 'soft');
        await engine.resizeServer(ref, { vcpus: 2, memoryMiB: 4096 });
        await engine.connectServer(ref, [{ ...volume, kind: 'port' }]);
        await engine.plugVolume(ref, volume);
        await engine.replaceSystemDisk(ref, volume, id, 7);
      },
    );
    const named = (kind: string) => ({ kind, id, generation: ref.generation });
    assert.deepEqual(asked, [
      { id: 1, verb: 'resizeVolume', params: { ref: named('volume'), sizeGiB: 12 } },
      { id: 2, verb: 'restoreSnapshot', params: { ref: named('snapshot'), notAfter: 5 } },
      { id: 3, verb: 'power', params: { ref: named('server'), action: 'hibernate', hard: false } },
      { id: 4, verb: 'resizeServer', params: { ref: named('server'), vcpus: 2, memoryMiB: 4096 } },
      { id: 5, verb: 'connectServer', params: { ref: named('server'), ports: [named('port')] } },
      { id: 6, verb: 'plugVolume', params: { ref: named('server'), volume: named('volume') } },
      {
        id: 7,
        verb: 'replaceSystemDisk',
        params: { ref: named('server'), volume: named('volume'), imageId: id, notAfter: 7 },
      },
    ]);
  });

  it('passes the host’s refusal on with its reason', () =>
    against(
      ({ id: asked }, socket) => {
        socket.write(`${JSON.stringify({ id: asked, ok: false, reason: 'conflict', message: 'in use' })}\n`);
      },
      async (engine) => {
        await assert.rejects(engine.remove(ref, { force: true }), failsWith('conflict', /in use/));
      },
    ));

  it('gives up on a silent host after the time-out', () =>
    against(
      () => undefined,
      async (engine) => {
        await assert.rejects(engine.observe(ref), failsWith('timeout'));
      },
      50,
    ));

  it('calls a host that hangs up unreachable, and connects again at the next call', () => {
    let calls = 0;
    return against(
      (request, socket) => {
        calls += 1;
        if (calls === 1) socket.destroy();
        else saying({ state: 'absent' })(request, socket);
      },
      async (engine) => {
        await assert.rejects(engine.observe(ref), failsWith('unreachable'));
        assert.deepEqual(await engine.observe(ref), { state: 'absent', grade: 'host-confirmed' });
      },
    );
  });

  it('ends the conversation with a host that does not speak JSON', () =>
    against(
      (_, socket) => socket.write('HTTP/1.1 400 Bad Request\n'),
      async (engine) => {
        await assert.rejects(engine.observe(ref), failsWith('unreachable'));
      },
    ));

  it('keeps answers that overtake each other apart', () => {
    const held: number[] = [];
    return against(
      ({ id: asked }, socket) => {
        held.push(asked);
        if (held.length < 2) return;
        for (const each of held.toReversed()) {
          const status = each === 1 ? 'active' : 'shutoff';
          saying({ state: 'present', status, screen: null, failure: null })({ id: each }, socket);
        }
      },
      async (engine) => {
        const [first, second] = await Promise.all([engine.observe(ref), engine.observe(ref)]);
        assert.deepEqual(first, { state: 'present', status: 'active' });
        assert.deepEqual(second, { state: 'present', status: 'shutoff' });
      },
    );
  });

  it('is not ready, with the reason, when no host is there', async () => {
    const engine = createLocalEngine({ socketPath: join(dir, 'nobody.sock'), region: 'r' });
    const health = await engine.health();
    assert.equal(health.ready, false);
    await assert.rejects(engine.list('server'), failsWith('unreachable', /nobody\.sock/));
    await engine.close();
  });

  it('is not ready when programs are missing', () =>
    against(
      saying({ protocol: 5, instance: 'a', bootId: id, missing: ['Xtigervnc'], missingLimits: [] }),
      async (engine) => {
        const reason = 'not installed on this machine: Xtigervnc';
        assert.deepEqual(await engine.health(), { ready: false, reason });
      },
    ));
});

describe('the offer of the local engine', () => {
  it('names the machine’s system and a zone of the region', () => {
    const offer = localOffer(
      'here-1',
      undefined,
      undefined,
      'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
    );
    assert.equal(offer.images[0]?.osVersion, 'Debian GNU/Linux 12 (bookworm)');
    assert.deepEqual(offer.availabilityZones, [{ id: 'here-1a', nameEn: 'This machine', nameZh: '本机' }]);
  });

  it('says of the zone what its disks are, once that is known', () => {
    const disks = { encrypted: false, sizeEnforced: false, growsInUse: true };
    assert.deepEqual(localOffer('here-1', undefined, () => disks).availabilityZones[0]?.disks, disks);
  });
});

function failsWith(reason: EngineErrorReason, message = /./) {
  return (error: unknown) =>
    error instanceof EngineError && error.reason === reason && message.test(error.message);
}

/** An answer that gives the same result to every request. */
function saying(result: unknown) {
  return ({ id: asked }: { id: number }, socket: Socket): void => {
    socket.write(`${JSON.stringify({ id: asked, ok: true, result })}\n`);
  };
}
