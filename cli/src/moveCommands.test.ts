import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '@deskplane/server/testing/desktopCalls.js';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
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

describe('at the command line', () => {
  it('desktops are moved to another enterprise project by its name', async () => {
    const [id] = await createDesktops(service, { desktops: [{ computer_name: 'mover' }] });
    const finance = { name: 'Finance' };
    assert.equal((await service.call('POST', '//v1.0/enterprise-projects', finance)).status, 201);
    const moved = await deskplane.run('desktop', 'move', 'mover', '--enterprise-project', 'finance');
    assert.deepEqual(
      [moved.code, moved.stdout],
      [0, 'mover is in the enterprise project Finance.\n'],
      moved.stderr,
    );
    const { desktop } = (await service.call('GET', `/desktops/${id}`)).body;
    const shown = async (): Promise<string> => (await deskplane.run('desktop', 'show', 'mover')).stdout;
    const { enterprise_project_id: project } = desktop;
    assert.match(await shown(), new RegExp(`Enterprise project +Finance \\(${project}\\)$`, 'm'));
    const back = await deskplane.run('desktop', 'move', id, '--enterprise-project', '0', '--json');
    assert.deepEqual(JSON.parse(back.stdout), { desktop_ids: [id], enterprise_project_id: '0' });
    assert.notEqual(project, '0');
    assert.doesNotMatch(await shown(), /Enterprise project/);
    const nowhere = await deskplane.run('desktop', 'move', 'mover', '--enterprise-project', 'nowhere');
    assert.deepEqual([nowhere.code, nowhere.stdout], [3, '']);
  });

  it('enterprise projects are listed, the disabled ones too', async () => {
    const { body } = await service.call('POST', '//v1.0/enterprise-projects', {
      name: 'Museum',
      description: 'What nobody needs any more',
    });
    const { id } = body.enterprise_project;
    const path = `//v1.0/enterprise-projects/${id}`;
    assert.equal((await service.call('POST', `${path}/action`, { action: 'disable' })).status, 204);
    const { stdout } = await deskplane.run('enterprise-project', 'list');
    assert.match(stdout, /^NAME +ID +STATE +ABOUT$/m);
    assert.match(stdout, /^default +0 +enabled\b/m);
    assert.match(stdout, new RegExp(`^Museum +${id} +disabled +What nobody needs any more$`, 'm'));
    assert.match((await deskplane.runInChinese('enterprise-project', 'list')).stdout, /Museum .* 停用/);
    const listed = JSON.parse((await deskplane.run('enterprise-project', 'list', '--json')).stdout);
    assert.equal(listed.total_count, listed.enterprise_projects.length);
    assert.deepEqual(
      listed.enterprise_projects.find((each: { id: string }) => each.id === id),
      (await service.call('GET', path)).body.enterprise_project,
    );
  });

  it('products are listed, the smallest first', async () => {
    const { products } = JSON.parse((await deskplane.run('product', 'list', '--json')).stdout);
    const { stdout } = await deskplane.run('product', 'list');
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, products.length + 1);
    assert.match(lines[0] ?? '', /^PRODUCT +VCPUS +MEMORY \(GB\)/);
    assert.match(lines[1] ?? '', new RegExp(`^${products[0].product_id} +${products[0].cpu} `));
    const sizes = products.map(({ memory }: { memory: string }) => Number(memory));
    assert.deepEqual(
      sizes,
      sizes.toSorted((one: number, other: number) => one - other),
    );
  });
});
