import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type FileHandle, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endInstance } from '../instances/endInstance.js';
import { capLog } from '../system/logFile.js';
import { runOrThrow } from '../system/runCommand.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';

const program = fileURLToPath(new URL('../main.js', import.meta.url));

/** A service, an engine host and a supervisor that write all of their words to a file system that is really full. */
describe('a full log volume', () => {
  let temporary: TemporaryDirectory;
  let dataDir: string;
  let volume: string;
  let supervisor: ChildProcess;
  let endpoint: string;
  const filler = (): string => join(volume, 'filler');
  const logOf = (name: string): Promise<string> => readFile(join(volume, `${name}.log`), 'utf8');

  before(async () => {
    temporary = await makeTemporaryDirectory();
    dataDir = join(temporary.path, 'data');
    volume = join(dataDir, 'logs');
    await mkdir(volume, { recursive: true });
    await runOrThrow('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', volume]);
    const words = await open(join(volume, 'supervisor.log'), 'a');
    supervisor = spawn(process.execPath, [program], {
      env: { PATH: process.env['PATH'], DESKPLANE_DATA_DIR: dataDir, DESKPLANE_PORT: '0' },
      stdio: ['ignore', words.fd, words.fd],
    });
    await words.close();
    await until('Deskplane is ready', async () => (await logOf('supervisor')).includes('Deskplane is ready'));
    endpoint = /Address +(http:\S+)/.exec(await logOf('supervisor'))?.[1] ?? '';
  });

  after(async () => {
    if (supervisor.exitCode === null && supervisor.signalCode === null) {
      supervisor.kill('SIGTERM');
      await once(supervisor, 'exit');
    }
    await runOrThrow('umount', [volume]);
    const id = (await readFile(join(dataDir, 'supervisor', 'instance-id'), 'utf8')).trim();
    // Killed and told to stop before it is up again, the engine host leaves to the next start what serves its desktops.
    assert.deepEqual(await endInstance(id), []);
    await temporary.remove();
  });

  const until = (what: string, condition: () => Promise<boolean>): Promise<boolean> =>
    waitUntil(condition, what);

  const dropped = async (): Promise<number> => {
    const text = await (await fetch(`${endpoint}/metrics`)).text();
    return Number(/^deskplane_service_log_dropped_lines_total (\d+)$/m.exec(text)?.[1]);
  };

  const childOf = async (name: string): Promise<number> => {
    const list = await runOrThrow('ps', ['-o', 'pid=,args=', '--ppid', String(supervisor.pid)]);
    return Number(new RegExp(`^ *(\\d+) .*${name}`, 'm').exec(list)?.[1]);
  };

  it('does not keep anybody from starting because a log is to be cut: the older part goes', async () => {
    const path = join(volume, 'large.log');
    await writeFile(path, 'x'.repeat(100_000));
    await writeFile(`${path}.1`, 'older');
    await fill(await open(filler(), 'w'));
    await capLog(path, 99_999);
    assert.equal((await stat(path)).size, 100_000);
    await assert.rejects(stat(`${path}.1`), { code: 'ENOENT' });
    await rm(filler());
    await capLog(path, 99_999);
    assert.deepEqual([(await stat(path)).size, (await stat(`${path}.1`)).size], [0, 100_000]);
    for (const each of [path, `${path}.1`]) await rm(each);
  });

  it('ends nobody: lines are dropped and counted, and a line says so when there is room again', async () => {
    const processes = async (): Promise<number[]> =>
      Promise.all(['service\\.js', 'engine-host/dist/main\\.js', 'postgres'].map(childOf));
    const running = await processes();
    assert.ok(running.every(Number.isInteger), String(running));
    assert.equal(await dropped(), 0);

    await fill(await open(filler(), 'w'));
    // There is room yet in the last page of each log.
    for (const name of ['supervisor', 'engine-host'])
      await fill(await open(join(volume, `${name}.log`), 'a'));
    await until('the rest of the last page is used up, and lines are dropped', async () => {
      assert.equal((await fetch(`${endpoint}/healthz`)).status, 200);
      return (await dropped()) >= 20;
    });
    // The supervisor and the engine host have something to say, too, when one of them ends.
    const [, host = 0] = running;
    process.kill(host, 'SIGKILL');
    await until('the engine host runs again', async () => {
      const pid = await childOf('engine-host/dist/main\\.js');
      return Number.isInteger(pid) && pid !== host && (await fetch(`${endpoint}/readyz`)).status === 200;
    });
    assert.equal(supervisor.exitCode, null);
    assert.deepEqual([(await processes())[0], (await processes())[2]], [running[0], running[2]]);

    await rm(filler());
    const inAll = await dropped();
    await until('the service says what was lost', async () => {
      await fetch(`${endpoint}/healthz`);
      return (await logOf('service')).includes('the log can be written again');
    });
    assert.equal(await dropped(), inAll, 'nothing is lost any more');
    const lines = (await logOf('service')).trimEnd().split('\n');
    const told = lines.map(parse).find((line) => line?.['dropped'] !== undefined);
    assert.equal(told?.['dropped'], inAll);
    // At most the one line that was cut off by the end of the disk is none.
    assert.ok(lines.filter((line) => parse(line) === undefined).length <= 1);
    // It could not say that the engine host ended, and says so when that ends again.
    process.kill((await processes())[1] ?? 0, 'SIGKILL');
    await until('the supervisor says what was lost', async () =>
      /This can be written to again; so far \d+ lines were lost/.test(await logOf('supervisor')),
    );
  });
});

/** Writes until there is not one byte of room left. */
async function fill(file: FileHandle): Promise<void> {
  try {
    for (const size of [65_536, 4096, 1]) {
      const block = Buffer.alloc(size, 'x');
      let full = false;
      while (!full) {
        try {
          await file.write(block);
        } catch (error) {
          assert.ok(error instanceof Error && 'code' in error && error.code === 'ENOSPC', String(error));
          full = true;
        }
      }
    }
  } finally {
    await file.close();
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
