import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { processesIn } from '@deskplane/server/system/processTable.js';
import {
  makeTemporaryDirectory,
  type TemporaryDirectory,
} from '@deskplane/server/testing/temporaryDirectory.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { deskplanePath, type Run, run } from './testing/runDeskplane.js';

const node = process.execPath;

/** A program that tells its environment, and whether the service of it answers. */
const tellEnvironment = `
  const answer = await fetch(process.env.HUAWEICLOUD_SDK_IAM_ENDPOINT + '/readyz');
  console.log(JSON.stringify({ ready: answer.status, environment: process.env }));`;

describe('deskplane run', () => {
  let temporary: TemporaryDirectory;
  let environment: Record<string, string>;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    const places = ['tmp', 'runtime', 'cache'].map((name) => join(temporary.path, name));
    // Started by root, it goes on as other users, who have to pass through.
    for (const place of places) await mkdir(place, { mode: 0o711 });
    const [TMPDIR = '', XDG_RUNTIME_DIR = '', XDG_CACHE_HOME = ''] = places;
    environment = { TMPDIR, XDG_RUNTIME_DIR, XDG_CACHE_HOME };
  });
  after(() => temporary?.remove());

  const deskplane = (more: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Run> =>
    run(node, [deskplanePath, 'run', ...words], { environment: { ...environment, ...more } });

  /** What is left of installations. */
  const left = async (): Promise<string[]> => [
    ...(await readdir(join(temporary.path, 'tmp'))),
    ...(await readdir(join(temporary.path, 'runtime'))),
  ];

  it('gives a program a service of its own, and no variable of another one', async () => {
    const foreign = {
      DESKPLANE_REGION: 'cn-north-4',
      // Of the installation that somebody else keeps here.
      DESKPLANE_PORT: '1',
      DESKPLANE_PROFILE: 'office',
      HW_SECURITY_TOKEN: 'of the real service',
      HUAWEICLOUD_SDK_REGION_WORKSPACE_CN_SOUTH_1: 'https://real.example.com',
      OS_TOKEN: 'real',
      no_proxy: 'internal.example.com',
      MINE: 'kept',
    };
    const { code, stdout, stderr } = await deskplane(
      foreign,
      '--',
      node,
      '--input-type=module',
      '-e',
      tellEnvironment,
    );
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    const told = JSON.parse(stdout);
    const { environment: seen } = told;
    assert.equal(told.ready, 200);
    const endpoint = new URL(seen.HUAWEICLOUD_SDK_IAM_ENDPOINT);
    assert.equal(endpoint.hostname, '127.0.0.1');
    assert.equal(seen.HUAWEICLOUD_SDK_REGION_WORKSPACE_CN_NORTH_4, endpoint.origin);
    assert.deepEqual([seen.HW_REGION_NAME, seen.OS_REGION_NAME], ['cn-north-4', 'cn-north-4']);
    assert.ok(seen.HUAWEICLOUD_SDK_AK && seen.HW_ACCESS_KEY && seen.OS_PASSWORD);
    for (const name of ['DESKPLANE_PORT', 'DESKPLANE_PROFILE', 'HW_SECURITY_TOKEN', 'OS_TOKEN'])
      assert.equal(seen[name], undefined, name);
    assert.equal(seen.HUAWEICLOUD_SDK_REGION_WORKSPACE_CN_SOUTH_1, undefined);
    assert.deepEqual([seen.MINE, seen.no_proxy], ['kept', 'internal.example.com,127.0.0.1,localhost']);
    assert.deepEqual(await left(), []);
    await assert.rejects(fetch(`${endpoint.origin}/readyz`), 'it is stopped');
  });

  it('serves our own command, takes faults, and keeps the logs that are asked for', async () => {
    const own = `'${node}' '${deskplanePath}'`;
    const script = [
      `${own} desktop create --user ann --wait`,
      `${own} fault add error --operation DeleteDesktop --status 503 --times 1`,
      `! ${own} desktop delete ann01 --yes --wait`,
      `${own} desktop delete ann01 --yes --wait`,
    ].join(' && ');
    const logs = join(temporary.path, 'logs');
    const { code, stdout, stderr } = await deskplane({}, '--logs', logs, '--', 'sh', '-c', script);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^ann01 is gone after /m);
    assert.match(stderr, /DPL\.0503/);
    assert.deepEqual((await readdir(logs)).toSorted(), ['postgres.log', 'service.log']);
    assert.deepEqual(await left(), []);
  });

  it('ends with the code of the program', async () => {
    assert.equal((await deskplane({}, '--', 'sh', '-c', 'exit 7')).code, 7);
  });

  it('ends with 127 or 126 before anything is started where the program is not there, or may not be run', async () => {
    const text = join(temporary.path, 'text');
    await writeFile(text, 'no program', { mode: 0o644 });
    // A start would end with 125: its settings cannot be used.
    const unusable = { DESKPLANE_REGION: 'Mars!' };
    const missing = await deskplane(unusable, '--', 'nosuchprogram');
    assert.equal(missing.code, 127);
    assert.match(missing.stderr, /there is no program "nosuchprogram" in PATH; no service was started\./);
    const path = await deskplane(unusable, '--', './nosuchprogram');
    assert.equal(path.code, 127);
    assert.match(path.stderr, /there is no program "\.\/nosuchprogram"; no service was started\./);
    const orphan = join(temporary.path, 'orphan');
    await writeFile(orphan, '#!/nonexistent/interpreter\n', { mode: 0o755 });
    const alone = await deskplane(unusable, '--', orphan);
    assert.equal(alone.code, 127);
    assert.match(alone.stderr, /not its interpreter "\/nonexistent\/interpreter"; no service was started\./);
    const forbidden = await deskplane({ ...unusable, LANG: 'zh_CN.UTF-8' }, '--', text);
    assert.equal(forbidden.code, 126);
    assert.match(forbidden.stderr, /当前用户不能运行“.*text”，未启动服务。/);
    assert.deepEqual(await left(), []);
  });

  it('ends with 127 after the start where only the system finds out that an interpreter is missing', async () => {
    const orphan = join(temporary.path, 'orphaned');
    const nested = join(temporary.path, 'nested');
    await writeFile(orphan, '#!/nonexistent/interpreter\n', { mode: 0o755 });
    await writeFile(nested, `#!${orphan}\n`, { mode: 0o755 });
    const { code, stderr } = await deskplane({}, '--', nested);
    assert.equal(code, 127, stderr);
    assert.match(stderr, /nested" is there, but not the interpreter or loader that it needs\.$/m);
    assert.deepEqual(await left(), []);
  });

  it('ends with 125 and runs nothing with a setting that cannot be used', async () => {
    for (const [name, value] of [
      ['DESKPLANE_REGION', 'Mars!'],
      ['DESKPLANE_REGOIN', 'cn-north-4'],
    ] as const) {
      const { code, stdout, stderr } = await deskplane({ [name]: value }, '--', 'echo', 'ran');
      assert.deepEqual([code, stdout], [125, ''], stderr);
      assert.match(stderr, new RegExp(name));
    }
    assert.deepEqual(await left(), []);
  });

  it('ends with 125 and says what to change where the place for temporary files cannot be used', async () => {
    const file = join(temporary.path, 'file');
    await writeFile(file, '');
    const loop = join(temporary.path, 'loop');
    await symlink('loop', loop);
    const closed = join(temporary.path, 'closed');
    await mkdir(closed, { mode: process.getuid?.() === 0 ? 0o700 : 0o500 });
    for (const TMPDIR of ['/nonexistent', '/proc', file, loop, closed]) {
      const { code, stdout, stderr } = await deskplane({ TMPDIR }, '--', 'echo', 'ran');
      assert.deepEqual([code, stdout], [125, ''], stderr);
      assert.match(stderr, /the service cannot start, so nothing was run\. .*TMPDIR/s);
      assert.ok(stderr.includes(TMPDIR) && !stderr.includes('DESKPLANE_DATA_DIR'), stderr);
      assert.doesNotMatch(stderr, /^ {4}at /m);
    }
    assert.deepEqual(await readdir(closed), []);
  });

  it('ends with 125 before anything is started where the logs cannot be kept', async () => {
    const file = join(temporary.path, 'text of logs');
    await writeFile(file, '');
    // The start would fail, too, and say so.
    const unusable = { DESKPLANE_REGION: 'Mars!' };
    for (const logs of [file, join(file, 'below'), '/proc/nope/logs']) {
      const { code, stdout, stderr } = await deskplane(unusable, '--logs', logs, '--', 'echo', 'ran');
      assert.deepEqual([code, stdout], [125, ''], stderr);
      assert.ok(stderr.includes(logs) && stderr.includes('--logs'), stderr);
      assert.doesNotMatch(stderr, /Mars|^ {4}at /m);
    }
    const usable = join(temporary.path, 'deep', 'logs');
    const { code, stderr } = await deskplane(unusable, '--logs', usable, '--', 'echo', 'ran');
    assert.equal(code, 125);
    assert.match(stderr, /Mars/);
    assert.doesNotMatch(stderr, /ENOENT/, 'there are no logs yet');
    assert.deepEqual(await left(), []);
  });

  it('passes a signal on, waits for the program, and leaves nothing', async () => {
    for (const signal of ['TERM', 'USR1'] as const) {
      const child = start(`trap 'echo told; exit 5' ${signal}; echo "$$"; while :; do sleep 0.1; done`);
      let said = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
      await firstLine(child);
      child.kill(`SIG${signal}`);
      const [code] = await once(child, 'close');
      assert.equal(code, 5, signal);
      assert.doesNotMatch(said, /Debugger|inspector/, signal);
      assert.deepEqual(await left(), []);
    }
  });

  it('runs a service that opens no debugger, whoever asks it to', async () => {
    const logs = join(temporary.path, 'logs-usr1');
    // Whatever else runs beside the program, Node.js among it.
    const line =
      'for pid in $(cat /proc/$PPID/task/*/children); do [ "$pid" = $$ ] || kill -USR1 "$pid"; done';
    const script = `${line}; curl --silent --fail "$HUAWEICLOUD_SDK_IAM_ENDPOINT/readyz"`;
    const { code, stderr } = await deskplane({}, '--logs', logs, '--', 'sh', '-c', script);
    assert.equal(code, 0, stderr);
    const texts = await Promise.all(
      (await readdir(logs, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
    );
    assert.ok(texts.length > 0);
    assert.doesNotMatch(texts.join('\n'), /Debugger|inspector/);
  });

  it('leaves nothing when it is interrupted while it starts, and runs nothing', async () => {
    const child = start('echo ran');
    await waitUntil(async () => (await left()).length > 0, 'the start');
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    assert.equal(code, 130);
    assert.deepEqual(await left(), []);
  });

  it('takes away what one left that was killed', async () => {
    const child = start('echo "$$"; exec sleep 600');
    const program = Number(await firstLine(child));
    child.kill('SIGKILL');
    await once(child, 'exit');
    process.kill(program, 'SIGKILL');
    const [directory, ...others] = await readdir(join(temporary.path, 'tmp'));
    assert.ok(directory !== undefined && others.length === 0);
    const cluster = join(temporary.path, 'tmp', directory, 'postgres/cluster');
    await waitUntil(async () => (await processesIn(cluster, 'postgres')).length === 0, 'its database to end');
    // As if that were long ago: a younger one may be just starting.
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(temporary.path, 'tmp', directory), longAgo, longAgo);
    assert.equal((await deskplane({}, '--', 'true')).code, 0);
    assert.deepEqual(await left(), []);
  });

  /** Without a terminal, whose keys would reach the program by another way. */
  function start(script: string): ChildProcess {
    const { PATH = '' } = process.env;
    return spawn(node, [deskplanePath, 'run', '--', 'sh', '-c', script], {
      env: { PATH, LANG: 'C.UTF-8', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
  }

  async function firstLine({ stdout }: ChildProcess): Promise<string> {
    assert.ok(stdout !== null);
    const [line] = await once(stdout.setEncoding('utf8'), 'data');
    return String(line).trim();
  }
});
