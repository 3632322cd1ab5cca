import assert from 'node:assert/strict';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type EngineHostProcess, startEngineHost } from '@deskplane/server/testing/engineHostProcess.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('the image that comes with Deskplane', () => {
  let host: EngineHostProcess;
  let service: TestService;
  let deskplane: Deskplane;
  before(async () => {
    host = await startEngineHost();
    service = await startTestService({ engine: () => host.engine });
    deskplane = await prepareDeskplane(service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await service?.remove();
    await host?.dispose();
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
});
