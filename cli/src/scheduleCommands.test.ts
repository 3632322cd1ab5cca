import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
let clock = new Date();
before(async () => {
  service = await startTestService({ serviceClock: () => clock });
  deskplane = await prepareDeskplane(service.credentials);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

const said = async (...words: string[]): Promise<[number | null, string]> => {
  const { code, stdout, stderr } = await deskplane.run(...words);
  return [code, code === 0 ? stdout : stderr];
};

describe('scheduled tasks at the command line', () => {
  it('are created, listed, changed, run, looked at and deleted', async () => {
    const task = (...words: string[]) => said('task', ...words);
    const [id] = await createDesktops(service, { desktop_name: 'clerk' });
    assert.match((await deskplane.run('task', 'list')).stderr, /There are no scheduled tasks/);
    const due = new Date(Math.ceil(clock.getTime() / 60_000) * 60_000 + 120_000);
    const at = due.toISOString().slice(11, 16);
    const utc = ['--at', at, '--zone', 'UTC'];
    const [code, made] = await task(
      'create',
      'Night',
      'clerk',
      '--do',
      'stop',
      ...utc,
      '--weekly',
      'sun,Mon',
    );
    assert.equal(code, 0, made);
    assert.match(made, /^Night is created: [0-9a-f-]{36}\nNext: \d{4}-.* UTC\n$/);
    assert.match((await task('list'))[1], /^Night +stop +sun, mon +.* UTC /m);
    assert.match(
      (await task('show', 'NIGHT'))[1],
      /Schedule +sun, mon at \d\d:\d\d:00\n[^]*Desktops +clerk\n/,
    );
    assert.deepEqual(await task('edit', 'night', '--daily', '--name', 'Evening'), [
      0,
      'Evening is changed.\n',
    ]);
    assert.match((await task('show', 'evening'))[1], /Schedule +daily at /);
    assert.deepEqual(await task('edit', 'evening', '--force'), [0, 'Evening is changed.\n']);
    assert.match((await task('show', 'evening'))[1], /not for what runs/);
    assert.deepEqual(await task('edit', 'evening', '--no-force'), [0, 'Evening is changed.\n']);
    assert.doesNotMatch((await task('show', 'evening'))[1], /not for what runs/);
    assert.deepEqual(await task('disable', 'evening'), [0, 'Evening is disabled.\n']);
    assert.deepEqual(await task('enable', 'evening'), [0, 'Evening is enabled.\n']);
    assert.match((await deskplane.run('task', 'records', 'evening')).stderr, /not been due yet/);
    clock = due;
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${id}`)).body.desktop.status === 'SHUTOFF',
      'the desktop to be off',
    );
    await waitUntil(async () => (await task('records', 'evening'))[1].includes('done'), 'its record');
    assert.match((await task('records', 'evening'))[1], /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +UTC +done /m);
    const { tasks_records: records } = JSON.parse((await task('records', 'evening', '--json'))[1]);
    assert.match((await task('records', 'evening', records[0].id))[1], /^clerk +done/m);
    assert.equal((await task('edit', 'evening'))[0], 2);
    assert.equal((await task('edit', 'evening', '--weekly', 'someday'))[0], 2);
    assert.equal((await task('create', 'x', 'clerk', ...utc))[0], 2, 'nothing to do');
    const twice = ['--daily', '--weekly', 'sun', '--do', 'stop'];
    assert.equal((await task('create', 'x', 'clerk', ...utc, ...twice))[0], 2, 'on which days?');
    assert.equal((await task('show', 'nothing'))[0], 3);
    const twins = [];
    for (const name of ['Twin', 'twin']) {
      const words = ['create', name, 'clerk', '--do', 'stop', ...utc, '--json'];
      twins.push(JSON.parse((await task(...words))[1]).task_id);
    }
    const [ended, which] = await task('show', 'twin');
    assert.equal(ended, 2);
    for (const twin of twins) assert.ok(which.includes(twin), which);
    assert.equal((await task('delete', 'evening'))[0], 2, 'nobody can be asked');
    assert.deepEqual(await task('delete', 'evening', '--yes'), [0, 'Deleted: Evening\n']);
  });
});

describe('name policies at the command line', () => {
  it('are created, listed, changed, followed and deleted', async () => {
    const policy = (...words: string[]) => said('name-policy', ...words);
    assert.match((await deskplane.run('name-policy', 'list')).stderr, /There are no name policies/);
    const made = await policy('create', 'Lab', 'lab-', '--start', '7');
    assert.match(made[1], /^Lab is created: [0-9a-f]{32}\n$/);
    assert.match((await policy('list'))[1], /^Lab +lab- +2 +7 +no +no +no +/m);
    assert.deepEqual(await policy('edit', 'LAB', '--digits', '3', '--per-user'), [0, 'Lab is changed.\n']);
    const [code, created] = await said('desktop', 'create', '--name-policy', 'lab', '--json');
    assert.equal(code, 0, created);
    assert.match(created, /"lab-007"/);
    assert.equal((await policy('edit', 'lab'))[0], 2);
    assert.equal((await policy('edit', 'nothing', '--digits', '3'))[0], 3);
    assert.deepEqual(await policy('edit', 'lab', '--no-per-user', '--default'), [0, 'Lab is changed.\n']);
    assert.match((await policy('list'))[1], /^Lab +lab- +3 +7 +no +yes/m);
    assert.deepEqual(await policy('delete', 'lab', '--yes'), [0, 'Deleted: Lab\n']);
  });
});
