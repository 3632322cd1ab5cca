import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { startTestService } from '../testing/startTestService.js';
import { describeReadinessInChinese, readinessZh } from './readinessZh.js';

/** All sources of the service and the engine host, but those of the words themselves. */
async function readSources(): Promise<string> {
  const texts: string[] = [];
  for (const root of ['../../src/', '../../engine-host/src/']) {
    const directory = new URL(root, import.meta.url);
    const names = await readdir(directory, { recursive: true });
    for (const name of names.filter((each) => each.endsWith('.ts') && !/readinessZh|\.test\.ts$/.test(each)))
      texts.push(await readFile(new URL(name, directory), 'utf8'));
  }
  return texts.join('\n');
}

describe('what is not ready', () => {
  it('has the words in Chinese that its parts still use in English', async () => {
    const sources = await readSources();
    for (const [english, chinese] of readinessZh) {
      assert.equal(english.split('{}').length, chinese.split('{}').length, english);
      for (const part of english.split('{}')) assert.ok(sources.includes(part), part);
    }
  });

  it('keeps what it is told with', () => {
    assert.equal(
      describeReadinessInChinese(
        'disks are not encrypted, their size is not enforced: DESKPLANE_DISKS is plain',
      ),
      '磁盘未加密，且不限制其大小：DESKPLANE_DISKS 设为 plain',
    );
    assert.equal(describeReadinessInChinese('something new'), 'something new');
  });

  it('is told by the service in the language of whoever asks', async () => {
    const service = await startTestService({
      engine: (simulated) => ({
        ...simulated,
        health: async () => ({ ready: true, warnings: ['DESKPLANE_DISKS is plain'] }),
      }),
    });
    try {
      for (const [language, said] of [
        ['en-us', 'DESKPLANE_DISKS is plain'],
        ['zh-cn', 'DESKPLANE_DISKS 设为 plain'],
      ] as const) {
        const { body } = await service.call('GET', '//readyz', undefined, { 'x-language': language });
        assert.deepEqual(body.engine.warnings, [said]);
      }
    } finally {
      await service.remove();
    }
  });
});
