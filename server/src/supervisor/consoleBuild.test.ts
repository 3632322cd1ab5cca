import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';
import { startConsoleBuild } from './consoleBuild.js';

describe('the build of the console beside the service', () => {
  let clone: TemporaryDirectory;
  before(async () => {
    clone = await makeTemporaryDirectory();
    await mkdir(join(clone.path, 'scripts/console'), { recursive: true });
  });
  after(() => clone.remove());

  /** @param script what stands in for the build */
  async function start(script: string) {
    await writeFile(join(clone.path, 'scripts/console/build.mjs'), script);
    const told: string[] = [];
    const logFile = join(clone.path, 'build.log');
    const build = await startConsoleBuild({ cloneDir: clone.path, logFile, tell: (text) => told.push(text) });
    return { build, told };
  }

  it('has the lowest priority, and what it made is told', async () => {
    const { build, told } = await start(`
      import { getPriority } from 'node:os';
      while (getPriority() !== 19) await new Promise((resolve) => setTimeout(resolve, 5));
      console.log('Built the console.');`);
    await build.ended;
    assert.deepEqual(told, ['Built the console.']);
  });

  it('is not mentioned when there was nothing to do', async () => {
    const { build, told } = await start(`console.log('The console is up to date.');`);
    await build.ended;
    assert.deepEqual(told, []);
  });

  it('says why it failed, and where its log is', async () => {
    const { build, told } = await start(`console.log('main.tsx: no'); process.exit(1);`);
    await build.ended;
    assert.match(told.join('\n'), /build\.log[\s\S]*main\.tsx: no/);
  });

  it('ends with the service, without a word', async () => {
    const pidFile = join(clone.path, 'pid');
    const { build, told } = await start(`
      import { writeFileSync } from 'node:fs';
      writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
      setInterval(() => undefined, 1000);`);
    const pid = await waitUntil(async () => Number(await readFile(pidFile, 'utf8')) || undefined, 'it runs');
    await build.stop();
    await build.ended;
    assert.throws(() => process.kill(pid, 0));
    assert.deepEqual(told, []);
  });
});
