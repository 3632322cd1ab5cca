import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describeEngineContract } from '../../testing/engineContract/describeEngineContract.js';
import { type EngineHostProcess, startEngineHost, testClientUid } from '../../testing/engineHostProcess.js';
import {
  createSurely,
  type MadeDesktop,
  makeDesktop,
  removeSurely,
  specsOfDesktop,
  untilStatus,
} from '../../testing/engineItems.js';
import {
  asUser,
  diskOf,
  greeting,
  inside,
  processesOf,
  screenOf,
  screenPath,
  tracesOf,
} from '../../testing/localDesktop.js';
import { waitUntil } from '../../testing/waitUntil.js';
import { EngineError } from '../contract.js';

const run = promisify(execFile);

describeEngineContract('local', async () => {
  const host = await startEngineHost();
  return {
    engine: host.engine,
    close: () => host.dispose(),
    async restart() {
      await host.end('SIGTERM');
      await host.start();
      return host.engine;
    },
  };
});

describe('the local engine makes desktops of real processes', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => host.dispose());

  it('serves a screen that greets with RFB 003.008, to its client only', async () => {
    const desktop = await makeDesktop(host.engine);
    const screen = await screenOf(host, desktop.server);
    assert.equal(await greeting(screen), 'RFB 003.008\n');
    const socket = await lstat(screen);
    assert.equal(socket.uid, testClientUid);
    assert.equal(socket.mode & 0o777, 0o600);
    const control = await lstat(host.socketPath);
    assert.deepEqual([control.uid, control.mode & 0o777], [testClientUid, 0o600]);
    await removeDesktop(host, desktop);
  });

  it('shows a terminal managed by the window manager', async () => {
    const desktop = await makeDesktop(host.engine);
    await waitUntil(async () => {
      const names = new Set((await processesOf(host, desktop.server)).map((each) => each.name));
      return ['Xtigervnc', 'openbox', 'xterm'].every((name) => names.has(name));
    }, 'X server, window manager and terminal run');
    await removeDesktop(host, desktop);
  });

  it('leaves nothing of a removed desktop: no process, mount, socket, namespace, interface, cgroup, file', async () => {
    const desktop = await makeDesktop(host.engine);
    const [any] = await processesOf(host, desktop.server);
    assert.ok(any);
    const traces = (await tracesOf(host, desktop, any.uid)).join('\n');
    for (const kind of [
      /Xtigervnc/,
      /\.sock$/m,
      /veth|link\/ether/,
      /nsfs|\/run\/netns/,
      /volumes/,
      /runc/,
    ]) {
      assert.match(traces, kind);
    }
    const seen = await removeSurely(host.engine, desktop.server);
    assert.deepEqual(seen, { state: 'absent', grade: 'host-confirmed' });
    await removeSurely(host.engine, desktop.volume);
    await removeSurely(host.engine, desktop.port);
    assert.deepEqual(await tracesOf(host, desktop, any.uid), []);
  });

  it('gives the guest no privilege, no host process, and a network that leads nowhere', async () => {
    const desktop = await makeDesktop(host.engine);
    const status = await inside(host, desktop, 'cat', '/proc/self/status');
    assert.match(status, /^CapEff:\s+0+$/m);
    assert.match(status, /^NoNewPrivs:\s+1$/m);
    for (const each of await processesOf(host, desktop.server)) {
      const own = await readFile(`/proc/${each.pid}/status`, 'utf8');
      for (const set of ['Inh', 'Prm', 'Eff', 'Bnd', 'Amb'])
        assert.match(own, new RegExp(`^Cap${set}:\\s+0+$`, 'm'));
      assert.match(own, /^NoNewPrivs:\s+1$/m);
    }
    const pids = (await inside(host, desktop, 'ls', '/proc'))
      .split('\n')
      .filter((name) => /^\d+$/.test(name));
    assert.ok(pids.length < 15, `the guest sees ${pids.length} processes`);
    assert.match(await inside(host, desktop, 'cat', '/etc/hostname'), /^desk-1$/m);
    await assert.rejects(inside(host, desktop, 'touch', '/usr/x'), /Read-only file system/);
    await assert.rejects(inside(host, desktop, 'ls', host.stateDir), /No such file/);
    const hostAddresses = (await run('ip', ['-o', '-4', 'address'])).stdout.match(/(?<=inet )[\d.]+/g) ?? [];
    for (const address of hostAddresses.filter((each) => !each.startsWith('127.'))) {
      await assert.rejects(
        inside(host, desktop, 'bash', '-c', `echo >/dev/tcp/${address}/9`),
        /route|unreachable|timed out/i,
      );
    }
    await removeDesktop(host, desktop);
  });

  it('gives every desktop its own user, so that none can read the disk of another', async () => {
    const [one, other] = await Promise.all([makeDesktop(host.engine), makeDesktop(host.engine)]);
    const disks = await Promise.all([diskOf(host, one.volume), diskOf(host, other.volume)]);
    assert.notEqual(disks[0].uid, disks[1].uid);
    assert.equal(disks[0].mode & 0o777, 0o700);
    await inside(host, one, 'bash', '-c', 'echo secret > /home/desktop/note');
    assert.equal(await readFile(join(disks[0].path, 'note'), 'utf8'), 'secret\n');
    // Even with the host's file system before it, the other desktop's user gets nowhere.
    await assert.rejects(asUser(disks[1].uid, 'cat', join(disks[0].path, 'note')), /Permission denied/);
    await removeDesktop(host, one);
    await removeDesktop(host, other);
  });

  it('removes whatever a guest left on its disk, and nothing outside of it', async () => {
    const victim = join(host.stateDir, 'victim');
    await mkdir(victim);
    await writeFile(join(victim, 'keep'), 'kept');
    const volume = await createSurely(host.engine, specsOfDesktop(host.engine).volume());
    const { path } = await diskOf(host, volume);
    await symlink(victim, join(path, 'link'));
    await run('bash', [
      '-c',
      'cd "$1" && for i in $(seq 400); do mkdir deeeeeeeeeeeeeep && cd deeeeeeeeeeeeeep; done',
      'sh',
      path,
    ]);
    await run('bash', [
      '-c',
      'touch "$1"/$\'\\xff\\n-rf\'; mkfifo "$1/pipe"; mkdir -m 0 "$1/shut"',
      'sh',
      path,
    ]);
    await removeSurely(host.engine, volume);
    await assert.rejects(lstat(path), { code: 'ENOENT' });
    assert.equal(await readFile(join(victim, 'keep'), 'utf8'), 'kept');
  });

  it('keeps a file on the system disk over stop and start', async () => {
    const desktop = await makeDesktop(host.engine);
    await inside(host, desktop, 'touch', '/home/desktop/file');
    await host.engine.power(desktop.server, 'stop', 'soft');
    await untilStatus(host.engine, desktop.server, 'shutoff');
    await host.engine.power(desktop.server, 'start', 'soft');
    await untilStatus(host.engine, desktop.server, 'active');
    await inside(host, desktop, 'ls', '/home/desktop/file');
    await removeDesktop(host, desktop);
  });

  it('sees a desktop whose session ended by itself as shut off', async () => {
    const desktop = await makeDesktop(host.engine);
    const screen = (await processesOf(host, desktop.server)).find((each) => each.name === 'Xtigervnc');
    assert.ok(screen);
    process.kill(screen.pid, 'SIGKILL');
    await untilStatus(host.engine, desktop.server, 'shutoff');
    await removeDesktop(host, desktop);
  });

  it('hangs up on a request without end', async () => {
    const socket = connect(host.socketPath);
    socket.setEncoding('utf8').write('x'.repeat(100_000));
    const [answer]: unknown[] = await once(socket, 'data', { signal: AbortSignal.timeout(180_000) });
    assert.match(String(answer), /"reason":"refused".*longer than/);
    socket.destroy();
    assert.equal((await host.engine.health()).ready, true);
  });

  it('refuses to remove a port or disk in use', async () => {
    const desktop = await makeDesktop(host.engine);
    for (const ref of [desktop.port, desktop.volume]) {
      await assert.rejects(host.engine.remove(ref, { force: true }), isConflict);
    }
    await removeDesktop(host, desktop);
  });
});

describe('the local engine survives its own end', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => host.dispose());

  it('finds a desktop alive with the same processes after SIGKILL, and removes it to the last trace (L1)', async () => {
    const desktop = await makeDesktop(host.engine);
    const before_ = await processesOf(host, desktop.server);
    await host.end('SIGKILL');
    assert.equal(await greeting(screenPath(host, desktop.server)), 'RFB 003.008\n');
    await host.start();
    await untilStatus(host.engine, desktop.server, 'active');
    const [first] = before_;
    assert.ok(first);
    const now = await processesOf(host, desktop.server);
    assert.ok(now.some((each) => each.pid === first.pid && each.startTime === first.startTime));
    await removeDesktop(host, desktop);
    assert.deepEqual(await tracesOf(host, desktop, first.uid), []);
  });

  it('cleans up everything when it is killed at any moment of a creation (L1)', async () => {
    for (const delayMs of [0, 5, 15, 30, 50, 80, 120, 180]) {
      const { engine } = host;
      const specs = specsOfDesktop(engine);
      const port = await createSurely(engine, specs.port());
      const volume = await createSurely(engine, specs.volume());
      const spec = specs.server([port], [volume]);
      const creation = engine.create(spec).catch((error: unknown) => error);
      await pause(delayMs);
      await host.end('SIGKILL');
      await creation;
      const { uid } = await diskOf(host, volume);
      await host.start();
      const servers = await engine.findByName('server', spec.name);
      assert.ok(servers.length <= 1);
      for (const server of servers) await removeSurely(engine, server, true);
      await removeSurely(engine, volume);
      await removeSurely(engine, port);
      for (const kind of ['server', 'volume', 'port'] as const) assert.deepEqual(await engine.list(kind), []);
      const [server = port] = servers;
      assert.deepEqual(await tracesOf(host, { server, volume, port }, uid), []);
    }
  });

  it('finishes a removal in whose middle it was killed', async () => {
    const desktop = await makeDesktop(host.engine);
    assert.equal(await host.engine.remove(desktop.server, { force: true }), 'accepted');
    await host.end('SIGKILL');
    await host.start();
    await waitUntil(
      async () => (await host.engine.observe(desktop.server)).state === 'absent',
      'the removal is finished without being asked for again',
    );
    await removeSurely(host.engine, desktop.volume);
    await removeSurely(host.engine, desktop.port);
  });

  it('refuses a second engine host on the same state', async () => {
    await assert.rejects(
      run(process.execPath, host.command),
      /another engine host \(process \d+\) works here/,
    );
    assert.equal((await host.engine.health()).ready, true);
  });
});

describe('two local engines on one machine', () => {
  it('do not see or disturb each other', async () => {
    const [one, other] = await Promise.all([startEngineHost(), startEngineHost()]);
    try {
      const [mine, theirs] = await Promise.all([makeDesktop(one.engine), makeDesktop(other.engine)]);
      assert.notEqual((await diskOf(one, mine.volume)).uid, (await diskOf(other, theirs.volume)).uid);
      assert.equal((await other.engine.observe(mine.server)).state, 'absent');
      assert.equal(await other.engine.remove(mine.server, { force: true }), 'absent');
      await removeDesktop(other, theirs);
      assert.equal(await greeting(await screenOf(one, mine.server)), 'RFB 003.008\n');
      await removeDesktop(one, mine);
    } finally {
      await Promise.all([one.dispose(), other.dispose()]);
    }
  });
});

function isConflict(error: unknown): boolean {
  return error instanceof EngineError && error.reason === 'conflict';
}

async function removeDesktop(host: EngineHostProcess, desktop: MadeDesktop): Promise<void> {
  await removeSurely(host.engine, desktop.server, true);
  await removeSurely(host.engine, desktop.volume);
  await removeSurely(host.engine, desktop.port);
}
