import assert from 'node:assert/strict';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeDesktop, removeSurely, specsOfDesktop } from '@deskplane/server/testing/engineItems.js';
import { inside, screenOf } from '@deskplane/server/testing/localDesktop.js';
import { type LocalService, startLocalService } from '@deskplane/server/testing/localService.js';
import {
  controlKey,
  doUntil,
  lookUntil,
  type Picture,
  returnKey,
  viewScreen,
} from '@deskplane/server/testing/rfbClient.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('the image that comes with Deskplane', () => {
  let local: LocalService;
  let host: LocalService['host'];
  let service: LocalService['service'];
  let deskplane: Deskplane;
  before(async () => {
    local = await startLocalService();
    ({ host, service } = local);
    deskplane = await prepareDeskplane(service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await local?.remove();
  });

  it('is built from Debian’s packages, imported, and complete; built again it is there at once', async () => {
    const words = ['image', 'build', 'desktop', '--cache', join(deskplane.directory, 'cache')];
    const built = await deskplane.run(...words);
    assert.equal(built.code, 0, built.stderr);
    assert.match(built.stderr, /Installing the packages \(.* s\)/);
    const [image] = (await service.call('GET', '/images?image_type=private')).body.images;
    assert.equal(image.name, 'desktop');
    assert.match(image.os_version, /^Debian GNU\/Linux/);
    assert.equal(image.min_ram, 1024);
    const root = join(host.stateDir, 'images', image.id, 'root');
    for (const program of [
      'Xtigervnc',
      'openbox',
      'tint2',
      'pcmanfm',
      'lxterminal',
      'mousepad',
      'firefox-esr',
      'fcitx5',
    ]) {
      assert.ok((await lstat(join(root, 'usr/bin', program))).mode & 0o001, program);
    }
    assert.ok((await lstat(join(root, 'usr/lib/deskplane/session'))).mode & 0o001);
    assert.match(
      await readFile(join(root, 'usr/share/applications/pcmanfm.desktop'), 'utf8'),
      /^Name=Files$/m,
    );
    assert.deepEqual(await readdir(join(root, 'var/cache/apt/archives')), ['lock', 'partial']);
    const again = await deskplane.run(...words);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /Nothing has changed/);
    assert.match(again.stdout, new RegExp(image.id));
  });

  it('makes a desktop where programs start by a click, and Firefox shows a page without any bar or question', async () => {
    const { engine } = host;
    const image = engine.images.imported().find((each) => each.name === 'desktop');
    const specs = specsOfDesktop(engine);
    const desktop = await makeDesktop(engine, {
      ...specs,
      server: (ports, volumes) => ({
        ...specs.server(ports, volumes),
        memoryMiB: 2048,
        imageId: image?.id ?? '',
        language: 'zh_CN',
        timeZone: 'Asia/Shanghai',
      }),
    });
    const viewer = await viewScreen(await screenOf(host, desktop.server));
    const idle = await lookUntil(viewer, isIdle, 'wallpaper and panel are there');
    assert.deepEqual([idle.width, idle.height], [1280, 800]);
    assert.equal(
      await inside(host, desktop, 'ls', '/home/desktop'),
      'Desktop\nDocuments\nDownloads\nPictures\n',
    );
    const page = '<!doctype html><body style="background:#123456">';
    await inside(host, desktop, 'sh', '-c', `echo '${page}' > /home/desktop/Downloads/page.html`);
    await viewer.click(...firefoxInPanel);
    await lookUntil(viewer, (picture) => picture.at(640, 700) === newTab, 'Firefox shows its empty page');
    const openPage = async () => {
      await viewer.press(controlKey, 'l'.charCodeAt(0));
      await viewer.type('file:///home/desktop/Downloads/page.html');
      await viewer.press(returnKey);
    };
    const isPage = (picture: Picture) => picture.at(640, 400) === '#123456';
    const shown = await doUntil(viewer, openPage, isPage, 'the page');
    // Right below the tool bar, and right above the panel: no bar is in between.
    assert.deepEqual([shown.at(640, 125), shown.at(640, 750)], ['#123456', '#123456']);
    assert.match(await inside(host, desktop, 'date', '+%Z'), /^CST$/m);
    viewer.close();
    await removeSurely(engine, desktop.server, true);
    await removeSurely(engine, desktop.volume);
    await removeSurely(engine, desktop.port);
  });
});

const firefoxInPanel = [97, 780] as const;
const newTab = '#f9f9fb';

/** The panel at the bottom, the icons on the left, and nothing but wallpaper in the middle. */
function isIdle(picture: Picture): boolean {
  const bluish = (color: string) =>
    Number.parseInt(color.slice(1, 3), 16) < Number.parseInt(color.slice(5, 7), 16);
  return (
    picture.at(700, 780) === '#1d2733' &&
    [300, 500, 640, 800].every((x) => bluish(picture.at(x, 200))) &&
    picture.at(60, 36) !== picture.at(120, 36)
  );
}
