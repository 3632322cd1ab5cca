import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type Attempt, attempts, breakOutProgram } from '../../testing/breakOutAttempts.js';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { type MadeDesktop, makeDesktop, removeSurely } from '../../testing/engineItems.js';
import { greeting, inside, processesOf, screenOf, shortOf } from '../../testing/localDesktop.js';

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
    // Nor is it there for whoever finds a way past the filter of system calls.
    const asTheNext = ['--reuid', String(next.uid), '--clear-groups', '--'];
    const seek = 'ring=$(keyctl get_persistent @s) && keyctl search "$ring" user deskplane-secret';
    await assert.rejects(
      run('keyctl', ['session', '-', 'setpriv', ...asTheNext, 'sh', '-c', seek]),
      /not available/,
    );
  });
});

describe('an engine host that was started in a session whose key ring has a secret', () => {
  let host: EngineHostProcess;
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dpk-'));
    const session =
      `keyctl add user deskplane-session-secret "of the session" @s >${dir}/serial && ` +
      `keyctl setperm $(cat ${dir}/serial) 0x3f3f3f3f && exec "$@"`;
    host = await startEngineHost([], { under: ['keyctl', 'session', '-', 'sh', '-c', session, 'sh'] });
  });
  after(async () => {
    await host.dispose();
    await rm(dir, { recursive: true, force: true });
  });

  it('shares it with no desktop: no program of one finds or reads it', async () => {
    const serial = (await readFile(join(dir, 'serial'), 'utf8')).trim();
    assert.match(serial, /^\d+$/);
    const desktop = await makeDesktop(host.engine);
    const search = `ctypes.c_char_p(b'user'), ctypes.c_char_p(b'deskplane-session-secret')`;
    const program = `
import ctypes, json
libc = ctypes.CDLL(None, use_errno=True)
buffer = ctypes.create_string_buffer(64)
def tell(number, *args):
    result = libc.syscall(ctypes.c_long(number), *args)
    return [result, ctypes.get_errno(), buffer.value.decode('latin1')]
keyctl = ${process.arch === 'arm64' ? 219 : 250}
request = ${process.arch === 'arm64' ? 218 : 249}
print(json.dumps([
    tell(keyctl, ctypes.c_long(11), ctypes.c_long(${serial}), buffer, ctypes.c_long(64)),
    tell(keyctl, ctypes.c_long(10), ctypes.c_long(-3), ${search}, ctypes.c_long(0)),
    tell(request, ${search}, None, ctypes.c_long(0)),
]))`;
    const told: unknown = JSON.parse(await inside(host, desktop, '/usr/bin/python3', '-c', program));
    assert.deepEqual(
      told,
      Array.from({ length: 3 }, () => [-1, 1, '']),
    );
    // Whoever finds a way past the filter is in a key ring of the desktop's own, with nothing in it.
    const keys = await readFile('/proc/keys', 'utf8');
    assert.match(keys, new RegExp(`keyring +_ses\\.${shortOf(desktop.server)}: empty`));
  });
});
