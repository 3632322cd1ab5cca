import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { addDesktop, addProject } from '../../testing/desktopRows.js';
import { done, refused } from '../../testing/networkCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService({});
});
after(() => service.remove());

const nowhere = 'a130ab3a-72bf-4b71-baa9-af4987c8e338';
const check = (desktop_ids: readonly string[]) => service.call('POST', '/sysprep', { desktop_ids });
const hibernatable = async (ids: readonly string[]) => {
  const { sysprep_infos: infos } = await done(check(ids));
  return infos.map((info: { desktop_id: string; support_hibernate: boolean }) => [
    info.desktop_id,
    info.support_hibernate,
  ]);
};

describe('what desktops can do with their images', () => {
  it('CheckSysprepInfo says of each which can be hibernated, and hibernating them is so', async () => {
    const [one, two = ''] = await createDesktops(service, { size: 2, desktop_name: 'pair' });
    assert.deepEqual(await hibernatable([two, one, two]), [
      [two, true],
      [one, true],
    ]);
    await done(service.call('POST', '/desktops/action', { desktop_ids: [one], op_type: 'os-hibernate' }));
    await waitUntil(
      async () => (await service.call('GET', `/desktops/${one}`)).body.desktop.status === 'HIBERNATED',
      'the desktop to be hibernated',
    );
    assert.deepEqual(await hibernatable([one]), [[one, true]]);
    await service.database.pool.query(`update desktops set status = 'ERROR' where id = $1`, [two]);
    assert.deepEqual(await hibernatable([two]), [[two, false]]);
    const { failed_operation_list: failed } = await done(
      service.call('POST', '/desktops/action', { desktop_ids: [two], op_type: 'os-hibernate' }),
    );
    assert.equal(failed[0].error_code, 'WKS.00010032');
  });

  it('ShowSysprepInfo says that no image can be made of one, and there is no call that makes one', async () => {
    const [id] = await createDesktops(service, {});
    assert.deepEqual(await done(service.call('GET', `/desktops/${id}/sysprep`)), {
      sysprep_version: '',
      support_create_image: false,
    });
    const image = { image_name: 'mine', desktop_id: id };
    await refused(service.call('POST', '/desktops/desktop-to-image', image), 404, 'APIGW.0101');
  });

  it('S16: both answer 404 about a desktop of another project as about a missing one, also beside one that is there', async () => {
    const [id] = await createDesktops(service, {});
    const { database } = service.database;
    const foreign = await addDesktop(database, await addProject(database));
    for (const other of [nowhere, foreign]) {
      await refused(check([id, other]), 404, 'DPL.0404');
      await refused(service.call('GET', `/desktops/${other}/sysprep`), 404, 'DPL.0404');
    }
  });

  it('takes 1 to 100 desktops', async () => {
    await refused(check([]), 400, 'WKS.0001');
    await refused(check(Array.from({ length: 101 }, () => nowhere)), 400, 'WKS.0001');
    await refused(service.call('POST', '/sysprep', {}), 400, 'WKS.0001');
  });
});
