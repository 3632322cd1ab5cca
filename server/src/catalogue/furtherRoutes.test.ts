import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestService, type TestService } from '../testing/startTestService.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

const get = async (path: string) => {
  const answer = await service.call('GET', path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};

describe('what clients look up beside sizes and images', () => {
  it('are the types of disks that can be ordered, and those alone', async () => {
    const { volumes } = await get('/volume/products');
    for (const { volume_type: type, iops } of volumes) {
      const order = {
        desktop_type: 'DEDICATED',
        product_id: 'workspace.x86.small',
        image_id: '6f1c2a5e-0d3b-4b7c-9a53-2f5d6f8c1b01',
        root_volume: { type, size: 80, ...(iops === null ? {} : { iops: iops.max }) },
        size: 1,
      };
      const answer = await service.call('POST', '/desktops', order);
      assert.equal(answer.status, 200, `${type}: ${answer.text}`);
    }
    const types = (query: string) =>
      get(`/volume/products?${query}`).then((body) =>
        body.volumes.map((each: { volume_type: string }) => each.volume_type),
      );
    assert.deepEqual(await types('volume_type=SSD,SAS'), ['SAS', 'SSD']);
    assert.deepEqual(await types('availability_zone=nowhere'), []);
    assert.equal((await types('availability_zone=test-1a')).length, volumes.length);
  });

  it('are the time zones, by name too, without daylight saving time', async () => {
    const { time_zones: all } = await get('/common/timezones');
    assert.ok(all.length > 300);
    const one = await get('/common/timezones?time_zone_name=Asia/Shanghai');
    assert.equal(one.time_zones.length, 1);
    assert.equal(one.time_zones[0].time_zone, 'GMT+08:00');
    assert.match(one.time_zones[0].time_zone_desc_us, /^\(GMT\+08:00\) China/);
    assert.match(one.time_zones[0].time_zone_desc_cn, /\p{Script=Han}/u);
    const { time_zones: berlin } = await get('/common/timezones?time_zone_name=Europe/Berlin');
    assert.equal(berlin[0].time_zone, 'GMT+01:00');
    const { time_zones: utc } = await get('/common/timezones?time_zone_name=UTC');
    assert.equal(utc[0].time_zone, 'GMT+00:00');
    assert.deepEqual((await get('/common/timezones?time_zone_name=Mars')).time_zones, []);
  });

  it('are no packages of hours', async () => {
    assert.deepEqual(await get('/products/hour-packages'), { hour_packages: [], total_count: 0 });
  });
});
