import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { done, refused } from '../../testing/networkCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const maintain = (ids: readonly string[], on: boolean) =>
  service.call('PUT', '/desktops/maintenance-mode', { desktop_ids: ids, in_maintenance_mode: on });
const found = async (query: string): Promise<string[]> =>
  (await done(service.call('GET', `/desktops/detail?${query}`))).desktops.map(
    ({ computer_name }: { computer_name: string }) => computer_name,
  );

describe('SetMaintenanceMode', () => {
  it('is shown by each desktop and found by lists, until it is taken back', async () => {
    const [one = '', other = ''] = await createDesktops(service, { size: 2, desktop_name: 'm' });
    await done(maintain([one], true));
    await done(maintain([one], true));
    const { desktop } = await done(service.call('GET', `/desktops/${one}`));
    assert.equal(desktop.in_maintenance_mode, true);
    assert.deepEqual(await found('in_maintenance_mode=true'), [desktop.computer_name]);
    assert.equal((await found('in_maintenance_mode=false')).length, 1);
    await done(maintain([one, other], false));
    assert.deepEqual(await found('in_maintenance_mode=true'), []);
  });

  it('S4: sets none where one of them is not there', async () => {
    const [id = ''] = await createDesktops(service, {});
    await refused(maintain([id, '11111111-2222-4333-8444-555555555555'], true), 404, 'DPL.0404');
    const { desktop } = await done(service.call('GET', `/desktops/${id}`));
    assert.equal(desktop.in_maintenance_mode, false);
  });
});
