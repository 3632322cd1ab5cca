import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { processExists, processesIn } from '../system/processTable.js';
import { sendSignal } from '../system/sendSignal.js';
import type { TlsPair } from '../system/tlsPair.js';
import { waitUntil } from '../system/waitUntil.js';
import { makeCertificate } from '../testing/makeCertificate.js';
import {
  type Replica,
  removeRuntimeDirectory,
  runtimeDirectories,
  startReplica,
} from '../testing/replica.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';

const program = fileURLToPath(new URL('../testing/serveStub.js', import.meta.url));
const deadlineMs = 180_000;

describe('the supervisor', () => {
  let temporary: TemporaryDirectory;
  let directory: string;

  before(async () => {
    temporary = await makeTemporaryDirectory();
    directory = temporary.path;
  });

  after(async () => {
    for (const name of ['plain', 'second']) await removeRuntimeDirectory(join(directory, name));
    await temporary.remove();
  });

  it('runs the service and its database, and ends both on SIGTERM', async () => {
    const run = start(join(directory, 'plain'));
    const service = await run.ready();
    const facts = await ask(service);
    assert.match(facts.databaseUrl, /^postgres:\/\/\/deskplane\?host=/);
    if (process.getuid?.() === 0) assert.notEqual(facts.uid, 0, 'the service runs as root');
    assert.equal(await run.end('SIGTERM'), 0);
    assert.equal(await processExists(facts.pid), false);
    assert.deepEqual(await postgresOf(join(directory, 'plain')), []);
    assert.match(run.output(), /Stopped\.\n$/);
    for (const path of await runtimeDirectories(join(directory, 'plain')))
      await assert.rejects(stat(path), { code: 'ENOENT' });
  });

  it('says who can reach it, and warns of plain HTTP, when it listens on every address', async () => {
    const run = start(join(directory, 'plain'), { DESKPLANE_HOST: '0.0.0.0' });
    await run.ready();
    assert.match(run.output(), /Listens on +0\.0\.0\.0, every address of this machine/);
    assert.match(run.output(), /WARNING: .* plain HTTP[^]*DESKPLANE_TLS_CERTIFICATE/);
    await run.end('SIGTERM');
  });

  it('refuses a second one on the same data and leaves the first alone', async () => {
    const first = start(join(directory, 'plain'));
    const service = await first.ready();
    const second = start(join(directory, 'plain'));
    assert.equal(await second.exitCode, 1);
    assert.match(second.output(), /already running on .*plain \(process \d+\)/);
    assert.ok((await ask(service)).pid > 0);
    await first.end('SIGINT');
  });

  it('starts the service again, on the same port, when it dies', async () => {
    const run = start(join(directory, 'plain'));
    const service = await run.ready();
    const { pid } = await ask(service);
    process.kill(pid, 'SIGKILL');
    const again = await waitUntil(
      async () => (await ask(service).catch(() => ({ pid }))).pid !== pid,
      deadlineMs,
    );
    assert.ok(again, run.output());
    await run.end('SIGTERM');
  });

  it('starts the database again when it dies', async () => {
    const run = start(join(directory, 'plain'));
    await run.ready();
    const [pid] = await postmasterOf(join(directory, 'plain'));
    assert.ok(pid !== undefined);
    process.kill(pid, 'SIGKILL');
    const again = await waitUntil(() => run.output().includes('PostgreSQL is running again'), deadlineMs);
    assert.ok(again, run.output());
    await run.end('SIGTERM');
  });

  it('leaves neither service nor database behind when it is killed, and starts again on the same data', async () => {
    const run = start(join(directory, 'plain'));
    const { pid } = await ask(await run.ready());
    await run.end('SIGKILL');
    const gone = async () =>
      !(await processExists(pid)) && (await postgresOf(join(directory, 'plain'))).length === 0;
    assert.ok(await waitUntil(gone, deadlineMs), 'something lives on');
    const next = start(join(directory, 'plain'));
    await next.ready();
    await next.end('SIGTERM');
  });

  it('starts again at once after everything was killed in the same moment', async () => {
    const data = join(directory, 'plain');
    const run = start(data);
    const { pid } = await ask(await run.ready());
    const all = [...(await postgresOf(data)), pid];
    const killed = run.end('SIGKILL');
    for (const each of all) sendSignal(each, 'SIGKILL');
    await killed;
    const next = start(data);
    await next.ready();
    await next.end('SIGTERM');
  });

  it('kills a service that does not end when asked', async () => {
    const run = start(join(directory, 'plain'), { DESKPLANE_REGION: 'stub-stubborn' });
    const { pid } = await ask(await run.ready());
    assert.equal(await run.end('SIGTERM'), 0);
    assert.equal(await processExists(pid), false);
  });

  it('two with their own data and ports do not disturb each other', async () => {
    const runs = [start(join(directory, 'plain')), start(join(directory, 'second'))];
    const [one, two] = await Promise.all(runs.map(async (run) => ask(await run.ready())));
    assert.notEqual(one?.databaseUrl, two?.databaseUrl);
    assert.deepEqual(await Promise.all(runs.map((run) => run.end('SIGTERM'))), [0, 0]);
  });

  it('fails with the last words of a service that crashes, and stops what it had started', async () => {
    const run = start(join(directory, 'plain'), { DESKPLANE_REGION: 'stub-crash' });
    assert.equal(await run.exitCode, 1);
    assert.match(run.output(), /The service ended with exit code 1.*The stub was told to crash/s);
    assert.deepEqual(await postgresOf(join(directory, 'plain')), []);
  });

  it('finds a taken port out before it starts anything', async (test) => {
    const holder = createServer().listen(0, '127.0.0.1');
    test.after(() => holder.close());
    await once(holder, 'listening');
    const address = holder.address();
    assert.ok(typeof address === 'object' && address !== null);
    const run = start(join(directory, 'plain'), { DESKPLANE_PORT: String(address.port) });
    assert.equal(await run.exitCode, 1);
    assert.match(run.output(), /cannot start\. Port \d+ on 127\.0\.0\.1 is taken by another program/);
    assert.doesNotMatch(run.output(), /Starting/);
  });

  it('reads certificate and key for the service, which may not, and hands over new ones', async () => {
    const files = { certificate: join(directory, 'chain.pem'), key: join(directory, 'key.pem') };
    const write = async ({ cert, key }: TlsPair): Promise<void> => {
      await writeFile(files.certificate, cert, { mode: 0o600 });
      await writeFile(files.key, key, { mode: 0o600 });
    };
    const [first, second] = [makeCertificate(['127.0.0.1']), makeCertificate(['127.0.0.1'])];
    const settings = {
      DESKPLANE_TLS_CERTIFICATE: files.certificate,
      DESKPLANE_TLS_KEY: files.key,
      DESKPLANE_PUBLIC_URL: 'https://desktops.example.com',
    };
    await write({ ...first, key: second.key });
    const refused = start(join(directory, 'plain'), settings);
    assert.equal(await refused.exitCode, 1);
    assert.match(refused.output(), /chain\.pem .*cannot be used: the key is not that of the certificate/);

    await write(first);
    const run = start(join(directory, 'plain'), settings);
    await waitUntil(() => /Listening +https:/.test(run.output()), deadlineMs);
    assert.match(run.output(), /Address +https:\/\/desktops\.example\.com\n/);
    const endpoint = /Listening +(https:\S+)/.exec(run.output())?.[1] ?? assert.fail(run.output());
    assert.equal(await isAnsweredWith(endpoint, first), true);
    await write(second);
    assert.ok(await waitUntil(() => isAnsweredWith(endpoint, second), deadlineMs), run.output());
    assert.match(run.output(), /The TLS certificate was renewed/);
    await run.end('SIGTERM');
  });

  it('refuses a wrong setting before anything is made', async () => {
    const run = start(join(directory, 'never'), { DESKPLANE_PORTS: '1' });
    assert.equal(await run.exitCode, 1);
    assert.match(
      run.output(),
      /DESKPLANE_PORTS: is not a setting of Deskplane\. Did you mean DESKPLANE_PORT\?/,
    );
    await assert.rejects(readFile(join(directory, 'never', 'supervisor', 'instance-id')), { code: 'ENOENT' });
  });

  it('says what is wrong with a data directory that is a file', async () => {
    const run = start('/dev/null/data');
    assert.equal(await run.exitCode, 1);
    assert.match(run.output(), /\/dev\/null\/data, or a part of that path, is a file/);
  });

  it('says when the data directory cannot be entered by the service', async () => {
    const closed = join(directory, 'closed');
    await mkdir(closed, { mode: 0o500 });
    const run = start(join(closed, 'data'));
    assert.equal(await run.exitCode, 1);
    assert.match(run.output(), /closed\. Only its owner may enter that|This user cannot write to/);
  });
});

const start = (dataDir: string, settings?: Record<string, string>): Replica =>
  startReplica(dataDir, settings, program);

async function ask(endpoint: string): Promise<{ pid: number; uid: number; databaseUrl: string }> {
  const answer: unknown = await (await fetch(endpoint)).json();
  assert.ok(typeof answer === 'object' && answer !== null);
  assert.ok('pid' in answer && 'uid' in answer && 'databaseUrl' in answer);
  return { pid: Number(answer.pid), uid: Number(answer.uid), databaseUrl: String(answer.databaseUrl) };
}

function postgresOf(dataDir: string): Promise<number[]> {
  return processesIn(join(dataDir, 'postgres', 'cluster'), 'postgres');
}

async function postmasterOf(dataDir: string): Promise<number[]> {
  const text = await readFile(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  const pid = Number(text.split('\n')[0]);
  return (await postgresOf(dataDir)).filter((found) => found === pid);
}

/** Whether the service shows that certificate. */
function isAnsweredWith(endpoint: string, { cert }: TlsPair): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = request(endpoint, { ca: cert, agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    sent.on('error', () => resolve(false));
    sent.end();
  });
}
