import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openServiceLog } from '../serviceLog.js';
import { makeTemporaryDirectory, type TemporaryDirectory } from '../testing/temporaryDirectory.js';
import { waitUntil } from '../testing/waitUntil.js';

describe('a log that cannot be written', () => {
  let temporary: TemporaryDirectory;
  before(async () => {
    temporary = await makeTemporaryDirectory();
  });
  after(() => temporary.remove());

  it('drops and counts its lines where the disk is full, and ends nobody', async () => {
    const file = await open('/dev/full', 'w');
    const { logger, metrics } = openServiceLog(file.fd);
    logger.info('one');
    logger.error({ err: new Error('two') }, 'two');
    const [family] = await metrics.collect();
    assert.equal(family?.name, 'deskplane_service_log_dropped_lines_total');
    assert.deepEqual(family.samples, [{ value: 2 }]);
    await file.close();
    logger.info('three');
    assert.deepEqual((await metrics.collect())[0]?.samples, [{ value: 3 }]);
  });

  it('tells of them once it can be written again, and does not go on with a line that was cut off', async () => {
    const path = join(temporary.path, 'again');
    // A limit that the kernel holds this process to: a file may have ten bytes and no more.
    const program = `
      const { createLossyLog } = await import(${JSON.stringify(new URL('./lossyLog.js', import.meta.url).href)});
      const { copyFileSync, ftruncateSync } = await import('node:fs');
      process.on('SIGXFSZ', () => undefined);
      const log = createLossyLog(1, (lost) => log.write('-' + lost + '\\n'));
      for (const line of ['1234\\n', '5678901\\n', 'a\\n']) log.write(line);
      copyFileSync(${JSON.stringify(path)}, ${JSON.stringify(`${path}.full`)});
      ftruncateSync(1, 0);
      for (const line of ['b\\n', 'c\\n']) log.write(line);
      process.stderr.write(String(log.lost()));`;
    const file = await open(path, 'a');
    const child = spawn('prlimit', ['--fsize=10', process.execPath, '--input-type=module', '-e', program], {
      stdio: ['ignore', file.fd, 'pipe'],
    });
    let words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    await once(child, 'close');
    await file.close();
    assert.equal(words, '2');
    assert.equal(await readFile(`${path}.full`, 'utf8'), '1234\n56789');
    assert.equal(await readFile(path, 'utf8'), '\nb\n-2\nc\n');
  });

  it('drops and counts what an output of the process does not take: a full disk, a reader that is gone', async () => {
    const program = `
      const { createLossyOutput } = await import(${JSON.stringify(new URL('./lossyLog.js', import.meta.url).href)});
      const out = createLossyOutput(process.stdout, (lost) => 'lost ' + lost);
      const look = () => (out.lost() < 3 ? setImmediate(look) : process.stderr.write('lost ' + out.lost()));
      process.stdin.resume().on('end', () => {
        for (const line of ['one\\n', 'two\\n', 'three\\n']) out.write(line);
        look();
      });`;
    const full = await open('/dev/full', 'w');
    for (const stdout of [full.fd, 'pipe' as const]) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['pipe', stdout, 'pipe'],
      });
      let words = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        words += text;
      });
      const ended = once(child, 'close');
      child.stdout?.destroy();
      child.stdin?.end();
      await waitUntil(
        async () => words.includes('lost') || child.exitCode !== null,
        'the lines are counted',
      ).finally(() => words.includes('lost') || child.kill('SIGKILL'));
      assert.deepEqual(await ended, [0, null], words);
      assert.equal(words, 'lost 3');
    }
    await full.close();
  });
});
