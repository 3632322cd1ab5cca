import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { takeFileLock } from '../system/fileLock.js';
import { runCommand, runOrThrow } from '../system/runCommand.js';
import { endInstance } from './endInstance.js';
import { dataDirectoryFile, findInstances } from './findInstances.js';
import { runtimeRoot } from './holdings.js';

/** Groups in every way that this machine has: each controller of cgroups v1, and v2. */
const groupParents = ['memory', 'pids', 'freezer', 'unified', ''].map((name) => join('/sys/fs/cgroup', name));

describe('what an installation holds on this machine', () => {
  let id: string;
  let dataDirectory: string;
  let groups: string[];
  let desktop: ChildProcess;

  beforeEach(async () => {
    id = randomBytes(4).toString('hex');
    dataDirectory = await mkdtemp(join(tmpdir(), 'dpm-'));
    await mkdir(join(dataDirectory, 'supervisor'));
    await writeFile(join(dataDirectory, 'supervisor/instance-id'), `${id}\n`);
    await mkdir(join(runtimeRoot, id, 'engine/disk'), { recursive: true });
    await writeFile(join(runtimeRoot, id, dataDirectoryFile), `${dataDirectory}\n`);
    await runOrThrow('mount', ['-t', 'tmpfs', 'none', join(runtimeRoot, id, 'engine/disk')]);
    await runOrThrow('ip', ['netns', 'add', `dp-${id}-abcdef`]);
    desktop = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
    groups = [];
    for (const parent of groupParents) {
      if ((await runCommand('test', ['-w', join(parent, 'cgroup.procs')])).code !== 0) continue;
      const group = join(parent, `deskplane-${id}`, 'abcdef');
      await mkdir(group, { recursive: true });
      await writeFile(join(group, 'cgroup.procs'), String(desktop.pid));
      groups.push(group);
    }
    assert.ok(groups.length > 0);
  });
  afterEach(async () => {
    await endInstance(id);
    await rm(dataDirectory, { recursive: true, force: true });
  });

  const find = async () => (await findInstances()).find((each) => each.id === id);

  it('is shown with its process, mount, group, namespace and directory', async () => {
    const kinds = new Set((await find())?.holdings.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ['cgroup', 'directory', 'mount', 'namespace', 'process']);
  });

  it('belongs to a data directory that carries its id, whether the supervisor runs or not', async () => {
    assert.deepEqual([(await find())?.state, (await find())?.dataDirectory], ['stopped', dataDirectory]);
    const lock = await takeFileLock(join(dataDirectory, 'supervisor/lock'));
    assert.ok('release' in lock);
    assert.equal((await find())?.state, 'running');
    await lock.release();
  });

  it('belongs to none once the data directory is gone, or is of another installation', async () => {
    await writeFile(join(dataDirectory, 'supervisor/instance-id'), 'ffffffff\n');
    assert.equal((await find())?.state, 'abandoned');
    await rm(dataDirectory, { recursive: true });
    assert.equal((await find())?.state, 'abandoned');
  });

  it('is unknown as long as nothing tells where the data directory is', async () => {
    await rm(join(runtimeRoot, id, dataDirectoryFile));
    assert.equal((await find())?.state, 'unknown');
  });

  it('ends to the last trace, frozen processes too, and others’ things stay', async () => {
    await runOrThrow('ip', ['netns', 'add', `other-${id}`]);
    for (const group of groups) {
      const isFreezer = group.includes('/freezer/');
      if (isFreezer) await writeFile(join(group, 'freezer.state'), 'FROZEN');
    }
    const ended = new Promise((resolve) => desktop.once('exit', (_, signal) => resolve(signal)));
    assert.deepEqual(await endInstance(id), []);
    assert.equal(await ended, 'SIGKILL');
    assert.equal(await find(), undefined);
    assert.match(await runOrThrow('ip', ['netns', 'list']), new RegExp(`other-${id}`));
    await runOrThrow('ip', ['netns', 'delete', `other-${id}`]);
  });
});
