import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane, saidBesideWaiting } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

describe('what was wrong', () => {
  it('is said of the options that were typed, not of the fields of the API', async () => {
    const size = await deskplane.run('desktop', 'create', '--system-disk', '85');
    assert.match(saidBesideWaiting(size), /^deskplane: [^(]*--system-disk must be a multiple of 10/);
    const name = await deskplane.run('desktop', 'create', '--user', 'ann', '--name', 'not a name!');
    assert.match(saidBesideWaiting(name), /^deskplane: [^(]*--name /);
    assert.deepEqual([size.code, name.code], [1, 1]);
  });

  it('is a state in the words of the list, and who still has which desktops, in either language', async () => {
    const made = await deskplane.run('desktop', 'create', '--user', 'ann', '--name', 'pc-ann', '--wait');
    assert.equal(made.code, 0, made.stderr);
    assert.equal((await deskplane.run('desktop', 'stop', 'pc-ann', '--wait')).code, 0);
    const off = await deskplane.run('desktop', 'hibernate', 'pc-ann');
    assert.equal(off.code, 1);
    assert.match(off.stderr, /^pc-ann: not possible now: it is off\. \(WKS\.00010032\)$/m);
    const chinese = await deskplane.runInChinese('desktop', 'hibernate', 'pc-ann');
    assert.match(chinese.stderr, /pc-ann：当前状态为“已关机”/);
    const busy = await deskplane.run('user', 'delete', 'ann', '--yes');
    assert.match(busy.stderr, /the user "ann" still has the desktop pc-ann; delete or detach it first/);
    const busyInChinese = await deskplane.runInChinese('user', 'delete', 'ann', '--yes');
    assert.match(busyInChinese.stderr, /用户“ann”还有桌面pc-ann，请先删除或解绑/);
  });

  it('is a file that is not there, without the words of the system', async () => {
    for (const words of [
      ['image', 'import', 'mine', '/nonexistent/a.tar'],
      ['image', 'import', 'mine', '/'],
    ]) {
      const { code, stderr } = await deskplane.run(...words);
      assert.equal(code, 2);
      assert.doesNotMatch(stderr, /ENOENT|EISDIR/);
    }
  });
});
