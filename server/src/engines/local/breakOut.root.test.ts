import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type Attempt, attempts, breakOutProgram } from '../../testing/breakOutAttempts.js';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { type MadeDesktop, makeDesktop, removeSurely } from '../../testing/engineItems.js';
import { greeting, inside, processesOf, screenOf } from '../../testing/localDesktop.js';

const run = promisify(execFile);

describe('a program inside a desktop finds no way out', () => {
  let host: EngineHostProcess;
  let desktop: MadeDesktop;
  let other: MadeDesktop;
  let walked: Map<string, string>;

  /** Walks attempts inside the desktop. Each gets its line in the tests' output. */
  const walk = async (list: readonly Attempt[]) => {
    const text = await inside(host, desktop, '/usr/bin/python3', '-c', breakOutProgram, JSON.stringify(list));
    return new Map(
      text
        .trim()
        .split('\n')
        .map((line) => [line.slice(5), line.slice(0, 4)]),
    );
  };

  before(async () => {
    host = await startEngineHost();
    desktop = await makeDesktop(host.engine);
    other = await makeDesktop(host.engine);
    walked = await walk(attempts);
  });
  after(() => host.dispose());

  for (const [name] of attempts) {
    it(`not by ${name}`, () => {
      assert.equal(walked.get(name), 'held');
    });
  }

  it('and this walk would tell an open way', async () => {
    const open = ['done(os.pipe)', "reads('/proc/self/status')", "succeeds('true')", 'runs(lambda: True)'];
    const states = await walk(open.map((expression): Attempt => [expression, expression]));
    assert.deepEqual(
      [...states.values()],
      open.map(() => 'OPEN'),
    );
  });

  it('not to the host and not to another desktop', async () => {
    const [process_] = await processesOf(host, other.server);
    assert.ok(process_);
    await writeFile(join(host.stateDir, 'secret'), 'secret');
    await inside(
      host,
      other,
      '/usr/bin/python3',
      '-c',
      "import ctypes; assert ctypes.CDLL(None).shmget(0x4450, 4096, 0o1666) >= 0; open('/dev/shm/theirs', 'w').write('x')",
    );
    const name = `deskplane-test-${host.instance}`;
    const abstract = createServer().listen(`\0${name}`);
    await once(abstract, 'listening');
    try {
      const list: Attempt[] = [
        ['the state of the engine host', `reads('${join(host.stateDir, 'secret')}')`],
        ['the home of another desktop', `os.path.exists('${host.stateDir}')`],
        ['the socket of the engine host', `connects('${host.socketPath}')`],
        ['the screen of another desktop', `connects('${await screenOf(host, other.server)}')`],
        ['an abstract socket of the host', `connects('\\0${name}')`],
        ['a signal to a process of another desktop', `done(lambda: os.kill(${process_.pid}, 0))`],
        ['the memory of a process of another desktop', `reads('/proc/${process_.pid}/mem')`],
        ['a shared memory segment of another desktop', 'ctypes.CDLL(None).shmget(0x4450, 0, 0) >= 0'],
        ['a shared memory file of another desktop', "reads('/dev/shm/theirs')"],
      ];
      assert.deepEqual(
        [...(await walk(list))].filter(([, state]) => state !== 'held'),
        [],
      );
    } finally {
      abstract.close();
    }
  });

  it('not even to see where on the host its things are', async () => {
    const mounts = await inside(host, desktop, 'cat', '/proc/self/mountinfo');
    for (const path of [host.runtimeDir, '/run/deskplane/', desktop.volume.id.slice(0, 6)]) {
      assert.equal(
        mounts.split('\n').find((line) => line.split(' ')[3]?.includes(path)),
        undefined,
      );
    }
    for (const line of mounts
      .trim()
      .split('\n')
      .filter((each) => each.split(' ')[4] !== '/')) {
      assert.match(line, /nosuid|\/proc\/acpi|\/proc\/scsi|\/proc\/asound/, line);
    }
  });

  it('a memory hog dies, and the screen stays', async () => {
    const hog =
      'import os\nif os.fork() == 0: bytearray(3 << 30)\nprint(os.waitstatus_to_exitcode(os.wait()[1]))';
    assert.equal(await inside(host, desktop, '/usr/bin/python3', '-c', hog), '-9\n');
    assert.equal(await greeting(await screenOf(host, desktop.server)), 'RFB 003.008\n');
  });

  it('a fork bomb meets its limit, and the screen stays', async () => {
    const bomb = `
import os, signal
children = []
try:
    while len(children) < 5000:
        child = os.fork()
        if child == 0: signal.pause()
        children.append(child)
except OSError: pass
for child in children: os.kill(child, 9)
print(len(children))`;
    const count = Number(await inside(host, desktop, '/usr/bin/python3', '-c', bomb));
    assert.ok(count > 500 && count <= 1024, `${count} processes`);
    assert.equal(await greeting(await screenOf(host, desktop.server)), 'RFB 003.008\n');
  });

  it('tells the limits of the desktop by free, nproc and /proc/cpuinfo', async () => {
    assert.match(await inside(host, desktop, 'free', '-m'), /^Mem:\s+1024\s/m);
    assert.equal(await inside(host, desktop, 'nproc'), '1\n');
    assert.equal((await inside(host, desktop, 'cat', '/proc/cpuinfo')).match(/^processor/gm)?.length, 1);
  });

  it('gives no desktop the persistent key ring of a deleted one, nor the key ring of whoever started the engine host', async () => {
    const [first] = await processesOf(host, desktop.server);
    assert.ok(first);
    const asTheirUser = ['--reuid', String(first.uid), '--clear-groups', '--'];
    const plant = 'ring=$(keyctl get_persistent @s) && keyctl add user deskplane-secret text "$ring"';
    await run('keyctl', ['session', '-', 'setpriv', ...asTheirUser, 'sh', '-c', plant]);
    await removeSurely(host.engine, desktop.server, true);
    desktop = await makeDesktop(host.engine);
    const [next] = await processesOf(host, desktop.server);
    assert.ok(next);
    assert.notEqual(next.uid, first.uid);
    const rings: Attempt[] = [
      ['the persistent key ring', "passes('keyctl', 22, -1 & 0xffffffff, -2)"],
      ['the session key ring', "passes('keyctl', 0, -3, 0)"],
      ['a key by its name', "passes('request_key')"],
    ];
    assert.deepEqual([...(await walk(rings)).values()], ['held', 'held', 'held']);
  });
});
