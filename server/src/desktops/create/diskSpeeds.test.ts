import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createDesktops, simulatedLinux } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

/** As Terraform sends it. */
const fast = { type: 'GPSSD2', size: 80, iops: 4000, throughput: 150 };

describe('the speed of a disk', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService();
  });
  after(() => service.remove());

  it('is shown as it was ordered, and null where none was', async () => {
    const [id] = await createDesktops(service, {
      root_volume: fast,
      data_volumes: [
        { type: 'GPSSD2', size: 50, iops: 5000, throughput: 200 },
        { type: 'SAS', size: 10, iops: 0, throughput: null },
      ],
    });
    const { root_volume, data_volumes } = (await service.call('GET', `/desktops/${id}`)).body.desktop;
    const speeds = [root_volume, ...data_volumes].map(({ type, iops, throughput }) => [
      type,
      iops,
      throughput,
    ]);
    assert.deepEqual(speeds, [
      ['GPSSD2', 4000, 150],
      ['GPSSD2', 5000, 200],
      ['SAS', null, null],
    ]);
  });

  it('is refused by name with a type of disk that has none to choose', async () => {
    const answer = await order(service, { data_volumes: [{ type: 'SSD', size: 10, iops: 4000 }] });
    assert.deepEqual([answer.status, answer.body.error_code], [400, 'WKS.0001']);
    assert.match(answer.body.error_msg, /data_volumes\.0\.iops goes with the type GPSSD2 only/);
  });
});

describe('an engine that cannot hold a disk to a speed', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService({
      engine: (simulated) => ({ ...simulated, offer: { ...simulated.offer, diskSpeeds: false } }),
    });
  });
  after(() => service.remove());

  it('refuses an order that names one, and takes the type of disk without', async () => {
    for (const field of ['iops', 'throughput'] as const) {
      const answer = await order(service, { root_volume: { type: 'GPSSD2', size: 80, [field]: 150 } });
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0501']);
      assert.match(answer.body.error_msg, new RegExp(`root_volume\\.${field}`));
    }
    await createDesktops(service, { root_volume: { type: 'GPSSD2', size: 80 } });
  });
});

function order(service: TestService, wish: object) {
  return service.call('POST', '/desktops', {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.small',
    image_type: 'gold',
    image_id: simulatedLinux,
    root_volume: { type: 'SAS', size: 80 },
    size: 1,
    ...wish,
  });
}
