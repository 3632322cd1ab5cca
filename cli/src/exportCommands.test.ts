import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

let service: TestService;
let deskplane: Deskplane;
before(async () => {
  service = await startTestService();
  deskplane = await prepareDeskplane(service.credentials);
  const users = [
    { user_name: 'ann', user_email: 'ann@example.com', user_phone: '+1 555', description: '=2+2' },
    { user_name: 'bob', user_email: 'bob@example.com' },
  ];
  const made = await service.call('POST', '/users/batch-create', { users });
  const team = { group_name: 'Blue team', platform_type: 'LOCAL' };
  const { id } = (await service.call('POST', '/groups', team)).body;
  const joining = { op_type: 'ADD', user_ids: [made.body.users[1].id] };
  await service.call('POST', `/groups/${id}/actions`, joining);
});
after(async () => {
  await deskplane?.remove();
  await service?.remove();
});

const file = (name: string) => join(deskplane.directory, name);

describe('files of users and groups at the command line', () => {
  it('have every user, for the owner of the file alone, and can be imported again', async () => {
    const path = file('people.csv');
    const written = await deskplane.run('user', 'export', '--output', path);
    assert.equal(written.code, 0, written.stderr);
    assert.match(written.stderr, /Written to .*people\.csv/);
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const text = await readFile(path, 'utf8');
    assert.match(text, /^\uFEFFName,Email,Phone,.*\r\nann,ann@example\.com,'\+1 555,'=2\+2,/);
    assert.equal((await service.call('GET', '/export-tasks')).body.count, 0, 'nothing is kept of it');
    assert.equal((await deskplane.run('user', 'delete', 'ann', 'bob', '--yes')).code, 0);
    const again = await deskplane.run('user', 'import', path);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /2 users are created/);
    assert.match(again.stderr, /Columns that are not imported: Activation, State, Groups, Desktops, ID/);
    const { users } = (await service.call('GET', '/users?user_name=ann')).body;
    assert.deepEqual([users[0].user_phone, users[0].description], ['+1 555', '=2+2']);
    const twice = await deskplane.run('user', 'export', '--output', path);
    assert.equal(twice.code, 1);
    assert.match(twice.stderr, /cannot write .*people\.csv/);
  });

  it('are narrowed by a part of the name and by a group', async () => {
    const one = await deskplane.run('user', 'export', '--name', 'NN');
    assert.match(one.stdout, /^\uFEFF?Name,.*\r\nann,.*\r\n$/);
    await deskplane.run('group', 'add', 'Blue team', 'bob');
    const members = await deskplane.run('user', 'export', '--group', 'blue TEAM');
    assert.match(members.stdout, /\r\nbob,.*,Blue team,0,[0-9a-f]{32}\r\n$/);
    const { csv } = JSON.parse((await deskplane.run('user', 'export', '--name', 'ann', '--json')).stdout);
    assert.match(csv, /^Name,.*\r\nann,/);
    assert.equal((await deskplane.run('user', 'export', '--group', 'nobody')).code, 3);
  });

  it('have the groups, and the titles that an import knows', async () => {
    const groups = await deskplane.run('group', 'export');
    assert.match(groups.stdout, /Name,Description,Users,.*\r\nBlue team,,1,0,/);
    const template = await deskplane.run('user', 'template', '--password');
    assert.match(template.stdout, /Name,Email,Phone,Description,Expires,Alias,Password\r\n$/);
  });
});
