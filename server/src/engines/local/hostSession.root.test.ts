import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type EngineHostProcess, startEngineHost } from '../../testing/engineHostProcess.js';
import { makeDesktop, removeSurely, specsOfDesktop } from '../../testing/engineItems.js';
import { inside, processesOf, screenOf } from '../../testing/localDesktop.js';
import { lookUntil, type Picture, viewScreen } from '../../testing/rfbClient.js';
import { waitUntil } from '../../testing/waitUntil.js';

const blue = '#2b3e50';
const paper = '#fbfbfa';

/** A terminal on a screen that is blue in its upper corners: a panel may be at the lower edge. */
function isPleasant(picture: Picture): boolean {
  const corners = [
    [3, 3],
    [1276, 3],
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

  for (const [language, greeting, entry] of [
    ['en_US', 'Welcome to the desktop desk-1.', /label="(Terminal)"/],
    ['zh_CN', '欢迎使用桌面 desk-1。', /label="(终端)"/],
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
      const variables = [`DESKPLANE_HINT=${language.slice(0, 2)}`];
      assert.match(await inside(host, desktop, 'env', ...variables, '/run/deskplane/menu'), entry);
      for (const ref of [desktop.server, desktop.volume, desktop.port])
        await removeSurely(host.engine, ref, true);
    });
  }

  it('outlives its window manager, and its menu holds no way to end it', async () => {
    const desktop = await makeDesktop(host.engine, specsOfDesktop(host.engine));
    const managers = async () =>
      (await processesOf(host, desktop.server))
        .filter(({ name }) => name === 'openbox')
        .map(({ pid }) => pid);
    const viewer = await viewScreen(await screenOf(host, desktop.server));
    await lookUntil(viewer, isPleasant, 'the session is there');
    const [first] = await managers();
    await inside(host, desktop, 'pkill', '-x', 'openbox');
    await waitUntil(async () => {
      const now = await managers();
      return now.length === 1 && now[0] !== first;
    }, 'another window manager is there');
    await lookUntil(viewer, isPleasant, 'the windows are still there');
    viewer.close();
    const menu = await inside(host, desktop, '/run/deskplane/menu');
    assert.match(menu, /<command>\/run\/deskplane\/terminal</);
    assert.doesNotMatch(menu, /"Exit"|obconf|browser|chromium/i);
    const prompt = await inside(host, desktop, 'bash', '-ic', 'echo "${PS1@P}"');
    assert.match(prompt, /^desktop@desk-1:.*\$ $/m);
    for (const ref of [desktop.server, desktop.volume, desktop.port])
      await removeSurely(host.engine, ref, true);
  });
});
