import { randomInt } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { holdReadsToOrders } from '../../testing/readBack.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';

describe('any order that can be had', () => {
  let service: TestService;
  before(async () => {
    service = await startTestService({ simulated: { delayMs: 0 } });
  });
  after(() => service.remove());

  it('is read back as it was sent, by every read of a desktop', async () => {
    const seed = Number(process.env['DESKPLANE_ORDER_SEED'] ?? randomInt(2 ** 31));
    await holdReadsToOrders(service, { seed, count: 25, atOnce: 8 });
  });
});
