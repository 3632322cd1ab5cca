import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
let written = '';

before(async () => {
  const stream = new Writable({
    write: (chunk, _, done) => {
      written += String(chunk);
      done();
    },
  });
  service = await startTestService({ logger: pino({ level: 'info' }, stream) });
});
after(() => service.remove());

/** What the log says about a desktop. */
function linesOf(
  id: string,
): { msg: string; desktop?: string; desktops?: string[]; status?: number; kind?: string }[] {
  return written
    .split('\n')
    .filter((line) => line.includes(id))
    .map((line) => JSON.parse(line));
}

describe('the log of a deletion that went well', () => {
  it('names the desktop in the line of the request and of each item that ended', async () => {
    const [id] = await createDesktops(service, { desktop_name: 'logged' });
    await service.call('DELETE', `/desktops/${id}`);
    await showUntilGone(service, id);
    const lines = linesOf(id);
    assert.ok(
      lines.some(({ msg, status, desktop }) => msg === 'request' && status === 204 && desktop === id),
    );
    const ended = lines.filter(({ msg }) => msg === 'an item of a deletion has ended');
    assert.deepEqual(new Set(ended.map(({ kind }) => kind)), new Set(['port', 'server', 'volume']));
    assert.equal(ended.length, 3);
    assert.ok(ended.every(({ desktop }) => desktop === id));
  });

  it('names every desktop of a batch', async () => {
    const ids = await createDesktops(service, { size: 2, desktop_name: 'batch' });
    await service.call('POST', '/desktops/batch-delete', { desktop_ids: ids });
    for (const id of ids) {
      await showUntilGone(service, id);
      assert.ok(
        linesOf(id).some(({ msg, desktops }) => msg === 'deletions were asked for' && desktops?.includes(id)),
      );
    }
  });

  it('holds no name of a path that is not an id', async () => {
    await service.call('GET', '//v3/users/ann@example.com');
    assert.ok(!written.includes('ann@example.com'));
  });
});
