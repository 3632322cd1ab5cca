import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError, type EngineErrorReason } from '../../engines/contract.js';
import { createDesktops } from '../../testing/desktopCalls.js';
import { startTroubledService, type TroubledService } from '../../testing/troubledService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let troubled: TroubledService;
before(async () => {
  troubled = await startTroubledService();
});
after(() => troubled.service.remove());
afterEach(() => troubled.trouble());

const owned = (name: string, more: Record<string, unknown> = {}) => ({
  desktops: [{ user_name: name, user_email: `${name}@example.com` }],
  ...more,
});

const findUsers = async (name: string): Promise<{ id: string; total_desktops: number }[]> =>
  (await troubled.service.call('GET', `/users?user_name=${name}`)).body.users;

describe('what was wrongly taken elsewhere', () => {
  it('S2 (bpg/terraform-provider-proxmox#1763, vmware/vic#2471, kubernetes-sigs/vsphere-csi-driver#99, terraform-provider-openstack#153): disks and ports that were there before stay', async () => {
    const [id] = await createDesktops(troubled.service, { data_volumes: [{ type: 'SSD', size: 20 }] });
    const { rows } = await troubled.service.database.pool.query<{ name: string }>(
      `update items set ownership = 'preexisting'
       where desktop_id = $1 and (kind = 'port' or (kind = 'volume' and not is_root)) returning single_use_name as name`,
      [id],
    );
    await troubled.deleteIt(id, '?is_force_delete=true');
    await troubled.untilGone(id);
    assert.equal(rows.length, 2);
    assert.deepEqual((await troubled.madeFor(id)).sort(), rows.map(({ name }) => name).sort());
  });

  it('S1, S16 (juanfont/headscale#3154): nobody else loses anything', async () => {
    const [mine, theirs = ''] = await createDesktops(troubled.service, {
      desktops: [{ user_name: 'leaver' }, { user_name: 'stayer' }],
    });
    const others = await troubled.madeFor(theirs);
    await troubled.deleteIt(mine, '?delete_users=true');
    await troubled.untilGone(mine);
    assert.deepEqual(await findUsers('leaver'), []);
    assert.deepEqual(
      (await findUsers('stayer')).map((user) => user.total_desktops),
      [1],
    );
    assert.deepEqual(await troubled.madeFor(theirs), others);
  });

  it('S3, A11 (kubernetes/kubernetes#20572, #25224, #66136, kcp-dev/kcp#643): a late retry does nothing to the namesake', async () => {
    const wish = { desktops: [{ computer_name: 'NAMESAKE' }] };
    const [old] = await createDesktops(troubled.service, wish);
    await troubled.deleteIt(old);
    await troubled.untilGone(old);
    const [fresh] = await createDesktops(troubled.service, wish);
    const made = await troubled.madeFor(fresh);
    assert.equal(
      (await troubled.service.call('DELETE', `/desktops/${old}?is_force_delete=true`)).status,
      404,
    );
    assert.equal((await troubled.service.call('GET', `/desktops/${old}`)).status, 404);
    assert.equal((await troubled.service.call('GET', `/desktops/${fresh}`)).body.desktop.status, 'ACTIVE');
    assert.deepEqual(await troubled.madeFor(fresh), made);
  });

  it('S5 (mastra-ai/mastra#24427): no error whatsoever stands for success', async () => {
    const reasons: readonly EngineErrorReason[] = [
      'unreachable',
      'timeout',
      'throttled',
      'refused',
      'conflict',
      'capacity',
      'not-found',
      'internal',
    ];
    const [id] = await createDesktops(troubled.service, {});
    let reason: EngineErrorReason = 'internal';
    troubled.trouble({
      observe: async (kind, run) => {
        if (kind !== 'server') return run();
        throw new EngineError(reason, 'made up by the test');
      },
    });
    await troubled.deleteIt(id);
    for (reason of reasons) {
      await waitUntil(async () => {
        await troubled.hurry();
        const { rows } = await troubled.service.database.pool.query(
          `select from deletion_items where desktop_id = $1 and last_error like $2 || ':%' and ended is null`,
          [id, reason],
        );
        return rows.length > 0;
      }, `"${reason}" to be on record`);
    }
    assert.equal((await troubled.madeFor(id)).length, 3);
    troubled.trouble();
    await troubled.untilGone(id);
  });
});

describe('who was wrongly removed, kept or told elsewhere', () => {
  it('S10 (coder/coder#7074, #7872): a user cannot be deleted while a desktop of theirs is still going', async () => {
    const id = await troubled.addStuck(owned('tied'));
    const [user] = await findUsers('tied');
    const refused = await troubled.service.call('DELETE', `/users/${user?.id}`);
    assert.deepEqual([refused.status, refused.body.error_code], [409, 'DPL.0409']);
    troubled.trouble();
    await troubled.untilGone(id);
    assert.equal((await troubled.service.call('DELETE', `/users/${user?.id}`)).status, 204);
  });

  it('S10 (neos/neos-development-collection#5470, tethysplatform/tethys#827): a namesake inherits nothing', async () => {
    const [id] = await createDesktops(troubled.service, owned('again'));
    const [first] = await findUsers('again');
    await troubled.deleteIt(id, '?delete_users=true');
    await troubled.untilGone(id);
    const [second] = await createDesktops(troubled.service, owned('again')).then(() => findUsers('again'));
    assert.notEqual(second?.id, first?.id);
    assert.equal(second?.total_desktops, 1);
  });

  it('A2, A3 (librefang/librefang#3523, microcks/microcks#1398, ietf-wg-httpapi/idempotency#44, IsardVDI b4acbb76d): a retry never fails while it goes, and its 404 after can be told from never was', async () => {
    const id = await troubled.addStuck({});
    await troubled.deleteIt(id);
    troubled.trouble();
    await troubled.untilGone(id);
    assert.equal((await troubled.service.call('DELETE', `/desktops/${id}`)).status, 404);
    const outcome = await troubled.service.call('GET', `/deletions/${id}`);
    assert.deepEqual([outcome.status, outcome.body.state], [200, 'done']);
    const never = '00000000-0000-4000-8000-000000000000';
    assert.equal((await troubled.service.call('GET', `/deletions/${never}`)).status, 404);
  });

  it('S12 (coder/coder#20937, #21427, WeblateOrg/weblate#3139): nobody is told before it is so, and then at the address they had when it was accepted', async () => {
    const id = await troubled.addStuck(owned('told'), '?delete_users=true');
    const mails = async () =>
      (
        await troubled.service.database.pool.query<{ recipient: string }>(
          'select recipient from mails where desktop_id = $1',
          [id],
        )
      ).rows;
    assert.deepEqual(await mails(), []);
    const [user] = await findUsers('told');
    const changed = await troubled.service.call('PUT', `/users/${user?.id}`, {
      user_email: 'elsewhere@example.com',
    });
    assert.ok(changed.status < 300, changed.text);
    troubled.trouble();
    await troubled.untilGone(id);
    assert.deepEqual(await mails(), [{ recipient: 'told@example.com' }]);
    assert.deepEqual(await findUsers('told'), []);
  });
});
