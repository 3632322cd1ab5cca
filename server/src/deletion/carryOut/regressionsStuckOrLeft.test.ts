import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { EngineError, type ItemKind } from '../../engines/contract.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { engineHolds } from '../../testing/ledger.js';
import { startTroubledService, type TroubledService } from '../../testing/troubledService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let troubled: TroubledService;
before(async () => {
  troubled = await startTroubledService();
});
after(() => troubled.service.remove());
afterEach(() => troubled.trouble());

describe('what got stuck elsewhere', () => {
  it('L1 (kubevirt/kubevirt#10407, #4280): a desktop that never came to run can be deleted', async () => {
    troubled.trouble({
      create: async (kind, run) => {
        if (kind !== 'server') return run();
        throw new EngineError('refused', 'the image does not boot');
      },
    });
    const [id] = await createDesktops(troubled.service, {}, { wait: false });
    await waitUntil(
      async () => (await troubled.service.call('GET', `/desktops/${id}`)).body.desktop.status === 'ERROR',
      'the desktop to be given up',
    );
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    assert.deepEqual(await troubled.madeFor(id), []);
  });

  it('L1, S1 (coder/coder#4586, daytonaio/daytona#2390, #2236, kasmtech/workspaces-issues#733): one that is being created goes with what comes of it later', async () => {
    let asked = false;
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    troubled.trouble({
      create: async (kind, run) => {
        if (kind !== 'volume') return run();
        asked = true;
        await answered;
        return run();
      },
    });
    const [id] = await createDesktops(troubled.service, {}, { wait: false });
    await waitUntil(() => asked, 'the disk to be asked for');
    await troubled.deleteIt(id, '?is_force_delete=true');
    answer();
    await troubled.untilGone(id);
    assert.deepEqual(await troubled.madeFor(id), []);
  });

  it('L4 (coder/coder#2313, #3844, daytonaio/daytona#1728): what is gone already is no obstacle', async () => {
    const [id] = await createDesktops(troubled.service, {});
    await troubled.service.database.pool.query('delete from simulated_items where name = any($1)', [
      await troubled.madeFor(id),
    ]);
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
  });

  it('L2 (gophercloud/gophercloud#3034): a disk that stays in use for a while after its server is gone', async () => {
    let refusals = 0;
    troubled.trouble({
      remove: async (kind, run) => {
        if (kind !== 'volume' || (refusals += 1) > 2) return run();
        throw new EngineError('conflict', 'the volume is in use');
      },
    });
    const [id] = await createDesktops(troubled.service, {});
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    assert.ok(refusals > 2);
    assert.deepEqual(await troubled.madeFor(id), []);
  });

  it('S5 (coder/coder#25626, longhorn/longhorn#10867): a time-out is neither done nor failed', async () => {
    const timedOut = new Set<ItemKind>();
    troubled.trouble({
      remove: async (kind, run) => {
        if (timedOut.has(kind)) return run();
        timedOut.add(kind);
        if (kind !== 'port') await run();
        throw new EngineError('timeout', 'no answer within 30 s');
      },
    });
    const [id] = await createDesktops(troubled.service, {});
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    assert.deepEqual([...timedOut].sort(), ['port', 'server', 'volume']);
    assert.deepEqual(await troubled.madeFor(id), []);
  });
});

describe('what was left behind elsewhere', () => {
  for (const force of [false, true]) {
    const threads = force
      ? 'IsardVDI e684ccb82, kubevirt/kubevirt#4359, MicrosoftDocs/azure-docs#117342'
      : 'harvester/harvester#1371, belgaied2/harvester-cli#18, dmacvicar/terraform-provider-libvirt#1000';
    it(`S1, S6${force ? ', S13' : ''} (${threads}): many at once${force ? ' by force' : ''} leave no server, disk or port`, async () => {
      const ids = await createDesktops(troubled.service, {
        size: 3,
        desktop_name: force ? 'forced' : 'bulk',
        data_volumes: [
          { type: 'SSD', size: 20 },
          { type: 'SAS', size: 30 },
        ],
      });
      for (const id of ids) assert.equal((await troubled.madeFor(id)).length, 5);
      await troubled.service.call('POST', '/desktops/batch-delete', {
        desktop_ids: ids,
        is_force_delete: force,
      });
      for (const id of ids) {
        await showUntilGone(troubled.service, id);
        assert.deepEqual(await troubled.madeFor(id), []);
      }
    });
  }

  it('D7 (kubernetes-sigs/cluster-api-provider-openstack#2576, #352): ports do not pile up while the server cannot be had', async () => {
    let failures = 0;
    troubled.trouble({
      create: async (kind, run) => {
        if (kind !== 'server' || (failures += 1) > 2) return run();
        throw new EngineError('unreachable', 'the host does not answer');
      },
    });
    const others = (await engineHolds(troubled.service.database.pool)).length;
    const [id] = await createDesktops(troubled.service, {});
    assert.ok(failures > 2);
    assert.equal((await engineHolds(troubled.service.database.pool)).length, others + 3);
    await troubled.deleteIt(id);
    await troubled.untilGone(id);
    assert.deepEqual(await troubled.madeFor(id), []);
  });

  it('S6 (NetApp/terraform-provider-netapp-cloudmanager#132, hashicorp/packer#11260, Nova disable_terminate): a disk that remains is never reported as gone', async () => {
    const id = await troubled.addStuck({});
    const shown = await troubled.service.call('GET', `/desktops/${id}`);
    assert.deepEqual([shown.status, shown.body.desktop.status], [200, 'DELETING']);
    const { body } = await troubled.service.call('GET', `/deletions/${id}`);
    assert.notEqual(body.state, 'done');
    assert.equal((await troubled.madeFor(id)).length, 1);
    troubled.trouble();
    await troubled.untilGone(id);
    assert.deepEqual(await troubled.madeFor(id), []);
  });

  for (const [what, reason] of [
    [
      'ends in the middle of a character where it is cut',
      `${'x'.repeat(1000 - 'unreachable: '.length - 1)}😀 and more`,
    ],
    ['holds half of a character', 'half \ud83d of it'],
    ['holds U+0000', 'nothing \0 here'],
    ['has quotes, backslashes and lines', `"a" \\ {b,c} (d)\n'e'`],
  ] as const)
    it(`S7, L2: a deletion whose failure ${what} is shown as failing, and goes on`, async () => {
      const [id] = await createDesktops(troubled.service, {});
      troubled.trouble({
        remove: async () => {
          throw new EngineError('unreachable', reason);
        },
      });
      await troubled.deleteIt(id);
      const failed = await waitUntil(async () => {
        const { items } = (await troubled.service.call('GET', `/deletions/${id}`)).body;
        return items.find((item: { attempts: number }) => item.attempts > 0);
      }, 'the failure to be on record');
      assert.ok(failed.last_error.startsWith(`unreachable: ${reason.slice(0, 4)}`), failed.last_error);
      troubled.trouble();
      await troubled.untilGone(id);
      assert.deepEqual(await troubled.madeFor(id), []);
    });

  it('L6 (canonical/stsstack-bundles#410, hashicorp/terraform-provider-aws#14517, hashicorp/terraform-provider-azurerm#23038): the name is free when the desktop is gone, not before', async () => {
    const wish = { desktops: [{ computer_name: 'TAKEN' }] };
    const id = await troubled.addStuck(wish);
    const order = { desktop_type: 'DEDICATED', product_id: 'workspace.x86.small' };
    const early = await troubled.service.call('POST', '/desktops', {
      ...order,
      image_id: troubled.service.engine.offer.images[0]?.id,
      root_volume: { type: 'SAS', size: 80 },
      ...wish,
    });
    assert.equal(early.status, 409, early.text);
    troubled.trouble();
    await troubled.untilGone(id);
    await createDesktops(troubled.service, wish);
  });
});
