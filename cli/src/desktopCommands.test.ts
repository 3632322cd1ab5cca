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

async function statusOf(desktopId: string): Promise<number> {
  return (await service.call('GET', `/desktops/${desktopId}`)).status;
}

async function userNames(): Promise<string[]> {
  const { body } = await service.call('GET', '/users');
  return body.users.map((user: { user_name: string }) => user.user_name);
}

const create = (...options: string[]): Promise<string> => createByCommand(deskplane, ...options);

describe('desktops at the command line', () => {
  it('are created, listed, shown and deleted until they are really gone', async () => {
    const created = await deskplane.run(
      'desktop',
      'create',
      '--user',
      'ann',
      '--disk',
      '50',
      '70',
      '--tag',
      'team=red',
      '--wait',
    );
    assert.equal(created.code, 0, created.stderr);
    assert.match(created.stdout, /^ann01 [0-9a-f-]{36} is ready after \d+\.\d s\.\n$/);
    const id = created.stdout.split(' ')[1] ?? '';

    const list = await deskplane.run('desktop', 'list');
    const [titles = '', row = ''] = list.stdout.split('\n');
    assert.match(titles, /^NAME +STATUS +USER +ADDRESS +SIZE +DISKS +PROTECTED +CREATED +ID$/);
    assert.match(
      row,
      /^ann01 +running +ann +\d+\.\d+\.\d+\.\d+ +1 vCPU, 1 GB +80 \+ 50 \+ 70 GB +- +\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ /,
    );
    assert.equal(row.indexOf(id), titles.indexOf('ID'));

    const shown = await deskplane.run('desktop', 'show', 'ANN01');
    assert.equal(shown.code, 0, shown.stderr);
    for (const part of [id, 'running', '70 GB', 'team=red']) assert.ok(shown.stdout.includes(part), part);

    const deleted = await deskplane.run('desktop', 'delete', 'ann01', '--delete-users', '--yes', '--wait');
    assert.equal(deleted.code, 0, deleted.stderr);
    assert.match(
      deleted.stdout,
      /cannot be restored[^]*SIMULATED: nothing real will be deleted\.[^]*80 GB system disk[^]*70 GB data disk[^]*ann is deleted too/,
    );
    const gone =
      /SIMULATED: nothing real was deleted\.\nann01 is gone after \d+\.\d s\.\nIts receipt: \S*deskplane (receipt get \S+)\n$/;
    const [, get = ''] = gone.exec(deleted.stdout) ?? [];
    assert.equal(get, `receipt get ${id}`, deleted.stdout);
    assert.equal((await deskplane.run(...get.split(' '))).code, 0);
    assert.equal(await statusOf(id), 404);
    assert.deepEqual(await userNames(), []);

    const missing = await deskplane.run('desktop', 'show', id);
    assert.equal(missing.code, 3);
    assert.equal(missing.stdout, '');
    assert.equal(missing.stderr, `deskplane: there is no desktop "${id}".\n`);
  });

  it('come as the objects of the API with --json, and as nothing else on standard output', async () => {
    const id = await create('--name', 'machine');
    const shown = JSON.parse((await deskplane.run('desktop', 'show', id, '--json')).stdout);
    const { body } = await service.call('GET', `/desktops/${id}`);
    assert.deepEqual(shown, body);
    const list = JSON.parse((await deskplane.run('desktop', 'list', '--json')).stdout);
    assert.deepEqual(list, { total_count: 1, desktops: [body.desktop] });

    const run = await deskplane.run('desktop', 'delete', id, '--yes', '--wait', '--json');
    const { job_id: jobId, jobs } = JSON.parse(run.stdout);
    assert.deepEqual(
      jobs.map((job: { job_id: string; job_type: string; status: string }) => [
        job.job_id,
        job.job_type,
        job.status,
      ]),
      [[jobId, 'deleteDesktops', 'SUCCESS']],
    );
    assert.equal(await statusOf(id), 404);
  });

  it('are created several at once and deleted in one call', async () => {
    const created = await deskplane.run(
      'desktop',
      'create',
      '--user',
      'lab',
      '--name',
      'room',
      '--count',
      '3',
      '--wait',
    );
    assert.equal(created.code, 0, created.stderr);
    assert.deepEqual(
      created.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      ['room01', 'room02', 'room03'],
    );
    const first = await deskplane.run('desktop', 'delete', 'room01', '--delete-users', '--yes', '--wait');
    assert.match(first.stdout, /lab stays: has 2 other desktops/);
    assert.deepEqual(await userNames(), ['lab']);
    const rest = await deskplane.run(
      'desktop',
      'delete',
      'room02',
      'room03',
      '--delete-users',
      '--yes',
      '--wait',
    );
    assert.equal(rest.code, 0, rest.stderr);
    assert.match(rest.stdout, /lab is deleted too[^]*room02 is gone[^]*room03 is gone/);
    assert.deepEqual(await userNames(), []);
  });

  it('show that they are protected, in the list and each by itself', async () => {
    const id = await create('--name', 'guarded');
    const protectionOf = async () => {
      const [, row = ''] = (await deskplane.run('desktop', 'list')).stdout.split('\n');
      const shown = (await deskplane.run('desktop', 'show', id)).stdout;
      return [/80 GB +(\S+) /.exec(row)?.[1], /Protection +(.*)/.exec(shown)?.[1]];
    };
    assert.deepEqual(await protectionOf(), ['-', 'off: can be deleted']);
    await deskplane.run('desktop', 'protect', id);
    assert.deepEqual(await protectionOf(), ['yes', 'on: cannot be deleted, even with --force']);
    await deskplane.run('desktop', 'unprotect', id);
    await deskplane.run('desktop', 'delete', id, '--yes', '--wait');
  });

  it('stop and start', async () => {
    const id = await create('--name', 'power');
    const stopped = await deskplane.run('desktop', 'stop', 'power', '--wait');
    assert.equal(stopped.code, 0, stopped.stderr);
    assert.match((await deskplane.run('desktop', 'show', 'power')).stdout, /Status +off/);
    const again = await deskplane.run('desktop', 'start', 'power', '--hard', '--wait', '--json');
    assert.equal(JSON.parse(again.stdout).jobs[0].status, 'SUCCESS');
    await deskplane.run('desktop', 'delete', id, '--yes', '--wait');
  });
});

describe('a deletion that is not waited for', () => {
  it('names a command that follows it, and says once that it is simulated', async () => {
    await create('--name', 'went');
    const { stdout, code } = await deskplane.run('desktop', 'delete', 'went', '--yes');
    assert.equal(code, 0, stdout);
    assert.equal(stdout.split('SIMULATED').length, 2, stdout);
    const [, look = ''] = /Follow it with: \S*deskplane (.*)\n$/.exec(stdout) ?? [];
    assert.equal(look, 'deletion watch went');
    assert.match((await deskplane.run(...look.split(' '))).stdout, /The desktop is gone\.\n$/);
  });

  it('of a protected desktop is refused with the command that lets it go, in either language', async () => {
    await create('--name', 'vault');
    await deskplane.run('desktop', 'protect', 'vault');
    for (const way of ['run', 'runInChinese'] as const) {
      const refused = await deskplane[way]('desktop', 'delete', 'vault', '--yes');
      assert.equal(refused.code, 1);
      assert.match(refused.stderr, /DPL\.0423.*deskplane desktop unprotect vault\n$/);
    }
    assert.equal((await deskplane.run('desktop', 'unprotect', 'vault')).code, 0);
    assert.equal((await deskplane.run('desktop', 'delete', 'vault', '--yes', '--wait')).code, 0);
    // The name leads to the receipt, as it does to the deletion.
    const byName = await deskplane.run('receipt', 'get', 'VAULT');
    assert.equal(byName.code, 0, byName.stderr);
    const unknown = await deskplane.run('receipt', 'get', 'no-such-desktop');
    assert.equal(unknown.code, 3);
  });
});

describe('a deletion that nobody confirmed', () => {
  it('is refused where nobody can be asked', async () => {
    const id = await create('--name', 'safe');
    const run = await deskplane.run('desktop', 'delete', id);
    assert.equal(run.code, 2);
    assert.match(run.stderr, /Nothing was deleted\. Pass --yes/);
    assert.equal(await statusOf(id), 200);
  });

  it('does not happen for any answer but yes', async () => {
    for (const answer of ['', 'y', 'no', 'YES please']) {
      const run = await deskplane.runAtTerminal(answer, 'desktop', 'delete', 'safe');
      assert.equal(run.code, 1, run.stdout);
      assert.match(run.stdout, /cannot be restored[^]*Nothing was deleted/);
    }
    assert.match((await deskplane.run('desktop', 'show', 'safe')).stdout, /Status +running/);
  });

  it('says so on a line of its own when the question is left with Ctrl-C or Ctrl-D', async () => {
    for (const key of ['\u0003', '\u0004']) {
      const shown = await deskplane.pressAtQuestion(key, 'Type yes', 'desktop', 'delete', 'safe');
      assert.match(shown, /Type yes to delete: *\S*\r?\n\S*deskplane: Nothing was deleted\.\r?\n/, shown);
    }
    assert.match((await deskplane.run('desktop', 'show', 'safe')).stdout, /Status +running/);
  });

  it('happens for yes', async () => {
    const run = await deskplane.runAtTerminal('yes', 'desktop', 'delete', 'safe', '--wait');
    assert.equal(run.code, 0, run.stdout);
    assert.equal((await deskplane.run('desktop', 'show', 'safe')).code, 3);
  });

  it('does not happen to any desktop when one of those named does not exist', async () => {
    const id = await create('--name', 'kept');
    const run = await deskplane.run('desktop', 'delete', 'kept', 'nobody', '--yes');
    assert.equal(run.code, 3);
    assert.equal(await statusOf(id), 200);
    await deskplane.run('desktop', 'delete', id, '--yes', '--wait');
  });
});

describe('a narrow terminal', () => {
  it('gets tables as blocks whose lines all fit 60 columns', async () => {
    await create('--name', 'narrow');
    const { stdout } = await deskplane.runAtTerminal('', 'desktop', 'list');
    const lines = stdout.split('\n').map((line) => line.trimEnd());
    assert.ok(lines.includes('NAME       narrow'), stdout);
    assert.deepEqual(
      lines.filter((line) => line.length > 60),
      [],
    );
    await deskplane.run('desktop', 'delete', 'narrow', '--yes', '--wait');
  });
});

describe('what the service refuses', () => {
  it("is told with the service's sentence, code and request ID", async () => {
    const run = await deskplane.run('desktop', 'create', '--name', 'not_a_name');
    assert.equal(run.code, 1);
    assert.match(run.stderr, /^deskplane: .+WKS\.0001, HTTP 400, request [0-9a-f]{32}\)\n$/);
  });

  it('is told in Chinese where the locale is Chinese', async () => {
    const run = await deskplane.runInChinese('desktop', 'create', '--name', 'not_a_name');
    assert.equal(run.code, 1);
    assert.match(run.stderr, /^deskplane：请求参数无效/);
    assert.match((await deskplane.runInChinese('desktop', 'list')).stderr, /没有桌面/);
  });

  it('names the products and images that there are instead of one that there is not', async () => {
    const product = await deskplane.run('desktop', 'create', '--product', 'huge');
    assert.equal(product.code, 3);
    assert.match(product.stderr, /there is no product "huge"\. Available: workspace\./);
    const image = await deskplane.run('desktop', 'create', '--image', 'none');
    assert.equal(image.code, 3);
    assert.match(image.stderr, /there is no image "none"\. Available: /);
  });
});
