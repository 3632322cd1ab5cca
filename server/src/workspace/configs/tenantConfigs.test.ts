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

const protect = 'protect_new_desktops';
const project = () => service.credentials.project_id;
const list = async (query = '') =>
  (await done(service.call('GET', `/tenant-configs${query}`))).function_configs;
const update = (function_config: object) => service.call('PUT', '/tenant-configs', { function_config });
const isProtected = async (id: string): Promise<boolean> =>
  (await service.call('GET', `/desktops/${id}`)).body.desktop.deletion_protection;

describe('what can be switched in a project', () => {
  it('is listed with its state, by name too', async () => {
    const off = { id: protect, name: protect, status: 'OFF', values: [] };
    assert.deepEqual(await list(), [off]);
    assert.deepEqual(await list(`?name=${protect}`), [off]);
    assert.deepEqual(await list('?name=nothing'), []);
    await done(update({ name: protect, status: 'ON' }), 204);
    assert.deepEqual(await list(), [{ ...off, status: 'ON' }]);
    await done(update({ id: protect, status: 'OFF' }), 204);
    assert.deepEqual(await list(), [off]);
  });

  it('S14: protects desktops that are ordered from then on, unless their order says otherwise', async () => {
    const [earlier] = await createDesktops(service, {});
    await done(update({ id: protect, name: protect, status: 'ON', values: [] }), 204);
    const [later] = await createDesktops(service, {});
    const [told] = await createDesktops(service, { deletion_protection: false });
    assert.deepEqual(await Promise.all([earlier, later, told].map(isProtected)), [false, true, false]);
    await refused(service.call('DELETE', `/desktops/${later}`), 409, 'DPL.0423');
    await done(update({ name: protect, status: 'OFF' }), 204);
    assert.equal(await isProtected(later), true, 'it stays protected');
    const [last] = await createDesktops(service, {});
    assert.equal(await isProtected(last), false);
  });

  it('S17: is in the audit events with what was switched, and how', async () => {
    await done(update({ name: protect, status: 'ON' }), 204);
    const { traces } = await done(
      service.call('GET', `//v3/${project()}/traces?trace_name=updateTenantConfig`),
    );
    assert.deepEqual(JSON.parse(traces[0].request).flags, { [protect]: true });
    const { id } = (await service.call('GET', '/workspaces')).body;
    assert.deepEqual([traces[0].resource_type, traces[0].resource_id], ['tenant', id]);
  });

  it('is refused by name where there is nothing behind it, and then nothing is switched', async () => {
    await done(update({ name: protect, status: 'OFF' }), 204);
    for (const [config, place] of [
      [{ name: 'user_snapshots', status: 'ON' }, 'function_config.name'],
      [{ id: 'user_snapshots', status: 'ON' }, 'function_config.id'],
      [{ id: 'user_snapshots', name: protect, status: 'ON' }, 'function_config.id'],
      [{ status: 'ON' }, 'function_config.name'],
    ] as const) {
      assert.equal(await refused(update(config), 400, 'WKS.0001'), `body: ${place}`, JSON.stringify(config));
    }
    assert.match(await refused(update({ name: protect, status: 'on' }), 400, 'WKS.0001'), /status/);
    assert.equal(await refused(update({ name: protect }), 400, 'WKS.0001'), 'body: function_config.status');
    await refused(service.call('PUT', '/tenant-configs', {}), 400, 'WKS.0001');
    const values = [{ key: 'days', value: '7' }];
    assert.equal(
      await refused(update({ name: protect, status: 'ON', values }), 409, 'DPL.0501'),
      'body: function_config.values',
    );
    assert.equal((await list())[0].status, 'OFF');
  });

  it('is off, and cannot be switched, where the service is not open', async () => {
    await service.database.pool.query('delete from workspaces');
    assert.equal((await list())[0].status, 'OFF');
    await refused(update({ name: protect, status: 'ON' }), 403, 'WKS.00010099');
  });
});
