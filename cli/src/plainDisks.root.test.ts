import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '@deskplane/server/testing/desktopCalls.js';
import { type LocalService, startLocalService } from '@deskplane/server/testing/localService.js';
import { type Deskplane, prepareDeskplane } from './testing/runDeskplane.js';

describe('where the machine cannot encrypt disks', () => {
  let local: LocalService;
  let deskplane: Deskplane;
  before(async () => {
    local = await startLocalService(['--disks', 'plain']);
    deskplane = await prepareDeskplane(local.service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await local?.remove();
  });

  it('status, readiness, zones, plan and receipt all say so', async () => {
    const { service } = local;
    const warning = /disks are not encrypted, their size is not enforced: DESKPLANE_DISKS is plain/;
    assert.match((await deskplane.run('status')).stdout, warning);
    const ready = await service.call('GET', '//readyz');
    assert.match(ready.body.engine.warnings.join(), warning);
    const zones = await service.call('GET', '/availability-zones');
    const [zone] = zones.body.availability_zones;
    assert.deepEqual([zone.disk_encrypted, zone.disk_size_enforced], [false, false]);
    const [id] = await createDesktops(service, { image_id: local.host.engine.offer.images[0]?.id });
    const plan = await service.call('GET', `/desktops/${id}/deletion-plan`);
    assert.equal(plan.status, 200, plan.text);
    const disk = plan.body.items.find((item: { kind: string }) => item.kind === 'volume');
    assert.deepEqual([disk.encrypted, disk.key_id, disk.key_intent], [false, null, null]);
    assert.match(disk.reason, /\. It is not encrypted, and its size was not enforced\.$/);
    const chinese = await service.call('GET', `/desktops/${id}/deletion-plan`, undefined, {
      'x-language': 'zh-cn',
    });
    assert.match(JSON.stringify(chinese.body.items), /它未加密，也未限制其大小。"/);
    const asked = await deskplane.runAtTerminal('no\n', 'desktop', 'delete', id);
    assert.match(
      asked.stdout,
      /system\s+disk\s+\([0-9a-f-]{36}\):\s+not\s+encrypted,\s+its\s+size\s+was\s+not\s+enforced/,
    );
    assert.equal((await service.call('DELETE', `/desktops/${id}?is_force_delete=true`)).status, 204);
    await showUntilGone(service, id);
    const got = await deskplane.run('receipt', 'get', id);
    assert.equal(got.code, 0, got.stderr);
    const file = join(deskplane.directory, 'receipt.json');
    await writeFile(file, got.stdout);
    const told = await deskplane.run('receipt', 'verify', file);
    assert.match(
      told.stdout,
      /volume .*: absent \(host-confirmed\), \S+; not encrypted, its size was not enforced$/m,
    );
  });
});
