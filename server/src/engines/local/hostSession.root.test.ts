import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { makeDesktop, removeSurely, specsOfDesktop } from '../../testing/engineItems.js';
import { inside, screenOf } from '../../testing/localDesktop.js';
import { lookUntil, type Picture, viewScreen } from '../../testing/rfbClient.js';
import { waitUntil } from '../../testing/waitUntil.js';

const blue = '#2b3e50';
const paper = '#fbfbfa';

/** A terminal on a screen that is blue in all its corners. */
function isPleasant(picture: Picture): boolean {
  const corners = [
    [3, 3],
    [1276, 3],
    [3, 796],
    [1276, 796],
  ] as const;
  return corners.every(([x, y]) => picture.at(x, y) === blue) && colors(picture).has(paper);
}

function colors(picture: Picture): Set<string> {
  const found = new Set<string>();
  for (let x = 0; x < picture.width; x += 40)
    for (let y = 0; y < picture.height; y += 40) found.add(picture.at(x, y));
  return found;
}

describe('a desktop of the machine’s own programs', () => {
  let host: EngineHostProcess;
  before(async () => {
    host = await startEngineHost();
  });
  after(() => host?.dispose());

  for (const [language, greeting] of [
    ['en_US', 'Welcome to the desktop desk-1.'],
    ['zh_CN', '欢迎使用桌面 desk-1。'],
  ] as const) {
    it(`has a coloured screen and a hint in the language of its user, ${language}`, async () => {
      const specs = specsOfDesktop(host.engine);
      const desktop = await makeDesktop(host.engine, {
        ...specs,
        server: (ports, volumes) => ({ ...specs.server(ports, volumes), language }),
      });
      const viewer = await viewScreen(await screenOf(host, desktop.server));
      const shown = await lookUntil(viewer, isPleasant, 'the session is there');
      assert.ok(!colors(shown).has('#000000'), 'nothing is black');
      viewer.close();
      await waitUntil(
        async () => (await inside(host, desktop, 'cat', '/tmp/.hint')).startsWith(greeting),
        'the hint was given',
      );
      for (const ref of [desktop.server, desktop.volume, desktop.port])
        await removeSurely(host.engine, ref, true);
    });
  }
});
