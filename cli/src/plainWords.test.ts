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

  it('is said so by every command, in either language, while the details keep the field', async () => {
    await service.call('POST', '/users', { user_name: 'eve', user_email: 'eve@example.com' });
    await service.call('POST', '/groups', { group_name: 'Blue team', platform_type: 'LOCAL' });
    assert.equal((await deskplane.run('desktop', 'create', '--name', 'pc-words', '--wait')).code, 0);
    assert.equal((await deskplane.run('security-group', 'create', 'words')).code, 0);
    const long = 'x'.repeat(300);
    for (const [line, typed, field] of [
      [['user', 'create', 'carl'], /--email.*--phone/, 'user_email'],
      [['user', 'create', 'a b!', '--email', 'x@example.com'], /<name>/, 'user_name'],
      [['user', 'create', 'carl', '--email', 'nope'], /--email/, 'user_email'],
      [['user', 'invite', 'x y', '--email', 'x@example.com'], /<user>/, 'user_name'],
      [['user', 'edit', 'eve', '--phone', 'abc'], /--phone/, 'user_phone'],
      [['user', 'edit', 'eve', '--expires', 'soon'], /--expires/, 'account_expires'],
      [['group', 'create', long], /<name>/, 'group_name'],
      [['group', 'edit', 'Blue team', '--name', ''], /--name/, 'group_name'],
      [['desktop', 'rename', 'pc-words', 'no name!'], /<name>/, 'desktop.computer_name'],
      [['desktop', 'tell', 'pc-words', '--message', ''], /--message/, 'notifications'],
      [['desktop', 'attach', 'pc-words', 'x y'], /<who>/, 'user_name'],
      [['snapshot', 'create', 'pc-words', '--of', 'data'], /--of data/, 'disk_type'],
      [['task', 'create', 'n', 'pc-words', '--do', 'stop', '--at', '25:00'], /--at/, 'scheduled_time'],
      [
        ['task', 'create', 'n', 'pc-words', '--do', 'stop', '--at', '20:00', '--zone', 'Mars'],
        /--zone/,
        'time_zone',
      ],
      [['name-policy', 'create', 'lab', 'lab!'], /<begin>/, 'name_prefix'],
      [['workspace', 'edit', '--enterprise-id', 'a b'], /--enterprise-id/, 'enterprise_id'],
      [['workspace', 'lock', long], /<reason>/, 'lock_reason'],
      [['quota', 'set', 'Nope', '3'], /<type>/, 'resources.0.type'],
      [['mail', 'test', 'nope'], /<address>/, 'recipient'],
      [['network', 'create', 'blue', '--cidr', '1'], /--cidr/, 'vpc.cidr'],
      [
        ['security-group', 'allow', 'words', '--protocol', 'tcp', '--ports', 'nope'],
        /--ports/,
        ' ports must',
      ],
    ] as const)
      for (const chinese of [false, true]) {
        const { code, stderr } = await (chinese ? deskplane.runInChinese(...line) : deskplane.run(...line));
        assert.equal(code, 1, `${line.join(' ')}: ${stderr}`);
        const [, sentence = '', details = ''] = /^(.*)[（(]([^（(]*)$/s.exec(stderr) ?? [];
        assert.match(sentence, typed);
        assert.ok(!sentence.includes(field), sentence);
        assert.match(details, /HTTP 400/);
      }
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
