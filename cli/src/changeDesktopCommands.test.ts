import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { createByCommand } from './testing/createByCommand.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

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

const create = (...options: string[]): Promise<string> => createByCommand(deskplane, ...options);

describe('desktops that are changed', () => {
  it('get another product, and another address, and are told so', async () => {
    const id = await create('--name', 'grow');
    const run = async (...words: string[]) => {
      const { code, stderr, stdout } = await deskplane.run('desktop', ...words);
      return { code, text: stdout + stderr };
    };
    const resized = await run('resize', 'grow', '--product', 'workspace.x86.2xlarge', '--wait');
    assert.equal(resized.code, 0, resized.text);
    assert.match(resized.text, /^grow was changed after /);
    assert.match((await run('show', 'grow')).text, /workspace\.x86\.2xlarge \(8 vCPU/);
    assert.match((await run('resize', 'grow', '--product', 'workspace.x86.2xlarge')).text, /another product/);
    const address = '100.64.0.99';
    const moved = await run('network', 'grow', '--address', address, '--wait');
    assert.equal(moved.code, 0, moved.text);
    assert.match((await run('show', 'grow')).text, new RegExp(`Address +${address}`));
    assert.deepEqual(await run('network', 'grow'), {
      code: 2,
      text: 'deskplane: say what to change: --subnet, --address or --security-group.\n',
    });
    const added = await run('add-disk', 'grow', '--size', '20', '30', '--type', 'GPSSD2', '--wait');
    assert.equal(added.code, 0, added.text);
    assert.match(added.text, /^grow has new disks after .*: \/dev\/vdb \(20 GB\), \/dev\/vdc \(30 GB\)\.$/m);
    for (const [words, wrong] of [
      [['add-disk', 'grow', '--size', '15'], '--size must be a multiple of 10'],
      [['add-disk', 'grow', '--size', '20', '--type', 'SAS', '--iops', '5000'], '--iops '],
      [['expand-disk', 'grow', '/dev/vdc', '--size', '45'], '--size must be a multiple of 10'],
      [['expand-disk', 'grow', '/dev/vdc', '--size', '10'], '--size must be more than the 30 GB'],
      [['disk-speed', 'grow', '/dev/vdb', '--iops', '999999999', '--throughput', '250'], '--iops must be'],
      [
        ['disk-speed', 'grow', '/dev/vdb', '--iops', '5000', '--throughput', '99999999'],
        '--throughput must be',
      ],
    ] as const) {
      const refused = await run(...words);
      assert.equal(refused.code, 1, refused.text);
      // The field itself stands in the details behind.
      const sentence = /^deskplane: [^(]*/m.exec(refused.text)?.[0] ?? '';
      assert.ok(sentence.includes(wrong), refused.text);
      assert.doesNotMatch(sentence, /desktop_volumes|new_size|qos/);
    }
    const expanded = await run('expand-disk', 'grow', '/dev/vdc', '--size', '40', '--wait');
    assert.equal(expanded.code, 0, expanded.text);
    assert.match(expanded.text, /^The disk \/dev\/vdc of grow has 40 GB after /);
    assert.match((await run('expand-disk', 'grow', '/dev/vdc', '--size', '40')).text, /must be more than/);
    assert.match((await run('expand-disk', 'grow', '/dev/vdx', '--size', '40')).text, /no disk "\/dev\/vdx"/);
    const speed = ['--iops', '5000', '--throughput', '250', '--wait'];
    const faster = await run('disk-speed', 'grow', '/dev/vdb', '/dev/vdc', ...speed);
    assert.equal(faster.code, 0, faster.text);
    assert.match((await run('show', 'grow')).text, /40 GB, GPSSD2, 5000 IOPS, 250 MiB\/s, \/dev\/vdc, /);
    const { data_volumes } = (await service.call('GET', `/desktops/${id}`)).body.desktop;
    assert.deepEqual(
      data_volumes.map((each: { size: number; iops: number }) => [each.size, each.iops]),
      [
        [20, 5000],
        [40, 5000],
      ],
    );
    const told = await run('tell', 'grow', '--message', 'Restart at 18:00.', '--wait');
    assert.deepEqual([told.code, told.text.split('\n')[0]], [0, 'The message is on the screen of grow.']);
    assert.match((await run('maintain', 'grow')).text, /^grow is in maintenance/);
    assert.equal((await service.call('GET', `/desktops/${id}`)).body.desktop.in_maintenance_mode, true);
    assert.match((await run('maintain', 'grow', '--off')).text, /may open it again/);
    await run('delete', id, '--yes', '--wait');
  });
});

describe('the state of desktops', () => {
  it('goes to hibernated and back, several at once, and wake starts nothing that is off', async () => {
    const run = async (...words: string[]) => {
      const { code, stderr, stdout } = await deskplane.run('desktop', ...words);
      return { code, text: stdout + stderr };
    };
    for (const name of ['nap1', 'nap2']) await create('--name', name);
    assert.equal((await run('hibernate', 'nap1', 'nap2', '--wait')).code, 0);
    assert.match((await run('show', 'nap2')).text, /Status +hibernated/);
    const woken = await run('wake', 'nap1', 'nap2', '--wait');
    assert.equal(woken.code, 0, woken.text);
    assert.match(woken.text, /^nap1: done after .*\nnap2: done after/);
    await run('stop', 'nap1', '--wait');
    const off = await run('wake', 'nap1');
    assert.deepEqual([off.code, /nap1 is not hibernated \(off\)/.test(off.text)], [1, true]);
    const renamed = await run('rename', 'NAP1', 'siesta');
    assert.deepEqual([renamed.code, renamed.text], [0, 'nap1 is called siesta now.\n']);
    assert.equal((await run('rename', 'siesta', 'nap2')).code, 1, 'the name is taken');
    assert.equal((await run('delete', 'siesta', 'nap2', '--yes', '--wait')).code, 0);
  });
});
