import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import {
  createSurely,
  type MadeDesktop,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
} from '../../testing/engineItems.js';
import { greeting, inside, processesOf, screenOf, shortOf, tracesOf } from '../../testing/localDesktop.js';
import { restartMachine } from '../../testing/restartMachine.js';
import { waitUntil } from '../../testing/waitUntil.js';
import type { ProviderRef } from '../contract.js';
import { connectToHost } from './hostConnection.js';

type Action = 'start' | 'stop' | 'reboot' | 'hibernate' | 'wake';

describe('power of a desktop of the local engine', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => host.dispose());

  /** Asks the engine host itself. */
  const ask = async (verb: string, params: object) => {
    const connection = connectToHost(host.socketPath, 60_000);
    try {
      return await connection.ask(verb, params);
    } finally {
      await connection.close();
    }
  };
  const power = ({ kind, id, generation }: ProviderRef, action: Action, hard = true) =>
    ask('power', { ref: { kind, id, generation }, action, hard });
  const look = async ({ kind, id, generation }: ProviderRef) =>
    new Map(Object.entries((await ask('observe', { ref: { kind, id, generation } })) ?? {}));
  const until = async (server: ProviderRef, status: string) => {
    let last = new Map<string, unknown>();
    const seen = async () => {
      last = await look(server);
      return last.get('status') === status;
    };
    await waitUntil(seen, `the desktop becomes ${status}`).catch((error: unknown) => {
      throw new Error(`last seen: ${JSON.stringify([...last])}`, { cause: error });
    });
  };
  const firstOf = async (desktop: MadeDesktop) => {
    const [first] = (await processesOf(host, desktop.server)).sort((one, other) => one.pid - other.pid);
    assert.ok(first);
    return first;
  };

  it('hibernates and wakes: the same processes, which stood still meanwhile', async () => {
    const desktop = await makeDesktop(host.engine);
    const first = await firstOf(desktop);
    await power(desktop.server, 'hibernate');
    await until(desktop.server, 'hibernated');
    assert.match(await readFile(`/proc/${first.pid}/cgroup`, 'utf8'), new RegExp(host.instance));
    await power(desktop.server, 'wake');
    await until(desktop.server, 'active');
    assert.deepEqual(await firstOf(desktop), first);
    assert.equal(await greeting(await screenOf(host, desktop.server)), 'RFB 003.008\n');
    await power(desktop.server, 'hibernate');
    await until(desktop.server, 'hibernated');
    await power(desktop.server, 'start');
    await until(desktop.server, 'active');
    await removeDesktop(desktop);
  });

  it('gives the container of a resized desktop its new cores and memory', async () => {
    const desktop = await makeDesktop(host.engine);
    const limits = async () => {
      const path = join(host.runtimeDir, 'desktops', shortOf(desktop.server), 'config.json');
      return /"memory":\{"limit":\d+/.exec(await readFile(path, 'utf8'))?.[0];
    };
    assert.equal(await inside(host, desktop, 'nproc'), '1\n');
    await power(desktop.server, 'stop');
    await until(desktop.server, 'shutoff');
    await host.engine.resizeServer(desktop.server, { vcpus: 2, memoryMiB: 777 });
    await power(desktop.server, 'start');
    await until(desktop.server, 'active');
    assert.equal(await inside(host, desktop, 'nproc'), '2\n');
    assert.equal(await limits(), `"memory":{"limit":${777 * 1024 * 1024}`);
    await removeDesktop(desktop);
  });

  it('shows a message in a window on the screen of a running desktop', async () => {
    const desktop = await makeDesktop(host.engine);
    const windows = async () =>
      (await inside(host, desktop, 'sh', '-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "')).match(
        /readNotice \/tmp\/\.notice-\w+/g,
      )?.length ?? 0;
    assert.equal(await windows(), 0);
    await host.engine.notify(desktop.server, 'Restart at 18:00.');
    await waitUntil(async () => (await windows()) > 0, 'the window');
    await removeDesktop(desktop);
  });

  it('refuses to hibernate what does not run', async () => {
    const desktop = await makeDesktop(host.engine);
    await power(desktop.server, 'stop');
    await until(desktop.server, 'shutoff');
    await assert.rejects(power(desktop.server, 'hibernate'), /does not run/);
    await removeDesktop(desktop);
  });

  for (const hard of [false, true]) {
    it(`stops a hibernated desktop ${hard ? 'hard' : 'softly'}, and starts it`, async () => {
      const desktop = await makeDesktop(host.engine);
      await power(desktop.server, 'hibernate');
      await until(desktop.server, 'hibernated');
      await power(desktop.server, 'stop', hard);
      await until(desktop.server, 'shutoff');
      await power(desktop.server, 'start');
      await until(desktop.server, 'active');
      await removeDesktop(desktop);
    });
  }

  it('removes a hibernated desktop to the last trace', async () => {
    const desktop = await makeDesktop(host.engine);
    const { uid } = await firstOf(desktop);
    await power(desktop.server, 'hibernate');
    await until(desktop.server, 'hibernated');
    await removeDesktop(desktop);
    assert.deepEqual(await tracesOf(host, desktop, uid), []);
  });

  const ends: [action: Action, from: 'active' | 'hibernated' | 'shutoff', to: string][] = [
    ['hibernate', 'active', 'hibernated'],
    ['wake', 'hibernated', 'active'],
    ['stop', 'hibernated', 'shutoff'],
    ['reboot', 'active', 'active'],
    ['start', 'shutoff', 'active'],
  ];
  for (const [action, from, to] of ends) {
    it(`S8: carries through "${action}" of a desktop that is ${from} when the engine host is killed at any moment of it`, async () => {
      const desktop = await makeDesktop(host.engine);
      for (const delayMs of [0, 3, 8, 20, 60]) {
        await power(desktop.server, from === 'active' ? 'start' : from === 'shutoff' ? 'stop' : 'hibernate');
        await until(desktop.server, from);
        await power(desktop.server, action);
        await pause(delayMs);
        await host.end('SIGKILL');
        await host.start();
        await until(desktop.server, to);
        await waitUntil(
          async () => (await recordOf(desktop)).includes('"pending":null'),
          'it is carried through',
        );
        if (to !== 'active') await power(desktop.server, 'start');
        await until(desktop.server, 'active');
        assert.equal(await greeting(await screenOf(host, desktop.server)), 'RFB 003.008\n');
      }
      await removeDesktop(desktop);
    });
  }

  it('S8: after a restart of the machine desktops are off, keep disk and address, and start again', async () => {
    const [running, frozen] = await Promise.all([makeDesktop(host.engine), makeDesktop(host.engine)]);
    await inside(host, running, 'sh', '-c', 'echo kept > /home/desktop/file; sync');
    const address = await addressIn(running);
    await power(frozen.server, 'hibernate');
    await until(frozen.server, 'hibernated');
    await restartMachine(host);
    await host.start();
    await until(running.server, 'shutoff');
    assert.equal((await look(running.server)).get('failure'), null);
    await until(frozen.server, 'shutoff');
    assert.match(String((await look(frozen.server)).get('failure')), /restarted.*memory is lost/);
    for (const desktop of [running, frozen]) {
      await power(desktop.server, 'start');
      await until(desktop.server, 'active');
      assert.equal((await look(desktop.server)).get('failure'), null);
    }
    assert.equal(await inside(host, running, 'cat', '/home/desktop/file'), 'kept\n');
    assert.equal(await addressIn(running), address);
    await removeDesktop(running);
    await removeDesktop(frozen);
  });

  it('a dead lxcfs breaks no desktop: it sees the machine’s figures, and a new desktop its own again', async () => {
    const desktop = await makeDesktop(host.engine);
    const memory = () => inside(host, desktop, 'free', '-m');
    assert.match(await memory(), /^Mem:\s+1024\s/m);
    for (const down of [false, true]) {
      if (down) await host.end('SIGKILL');
      const { pid } = lxcfsOf(await readFile(join(host.runtimeDir, 'lxcfs.json'), 'utf8'));
      process.kill(pid, 'SIGKILL');
      if (down) await host.start();
      const machine = /^MemTotal:\s+(\d+)/.exec(await readFile('/proc/meminfo', 'utf8'))?.[1];
      await waitUntil(
        async () =>
          (await inside(host, desktop, 'cat', '/proc/meminfo').catch(() => '')).includes(`${machine} kB`),
        'the desktop sees the memory of the machine',
      );
      assert.equal(await greeting(await screenOf(host, desktop.server)), 'RFB 003.008\n');
      await power(desktop.server, 'stop');
      await until(desktop.server, 'shutoff');
      await power(desktop.server, 'start');
      await until(desktop.server, 'active');
      assert.match(await memory(), /^Mem:\s+1024\s/m);
    }
    await removeDesktop(desktop);
  });

  it('starts twelve desktops asked for at once, and removes one that still waits without its turn', async () => {
    const desktops: ProviderRef[] = [];
    for (let count = 0; count < 12; count += 1) {
      const specs = specsOfDesktop(host.engine);
      const volume = await createSurely(host.engine, specs.volume());
      desktops.push(volume);
      desktops.push(await createSurely(host.engine, specs.server([], [volume])));
    }
    const servers = desktops.filter((each) => each.kind === 'server');
    const last = servers.pop();
    assert.ok(last);
    await removeSurely(host.engine, last, true);
    for (const server of servers) await until(server, 'active');
    for (const ref of desktops.toReversed()) await removeSurely(host.engine, ref, true);
  });

  async function recordOf(desktop: MadeDesktop): Promise<string> {
    return readFile(join(host.stateDir, 'records/server', `${desktop.server.id.slice(0, 6)}.json`), 'utf8');
  }

  async function addressIn(desktop: MadeDesktop): Promise<string | undefined> {
    return /100\.64\.9\.\d+/.exec(await inside(host, desktop, '/usr/bin/ip', '-o', 'address'))?.[0];
  }

  async function removeDesktop(desktop: MadeDesktop): Promise<void> {
    for (const ref of [desktop.server, desktop.volume, desktop.port])
      await removeSurely(host.engine, ref, true);
  }
});

function lxcfsOf(text: string): { pid: number } {
  return { pid: Number(/"pid":(\d+)/.exec(text)?.[1]) };
}
