import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService } from '../../testing/startTestService.js';

describe('a deletion of what nobody recorded the birth of', () => {
  it('L2, D7: does not wait for ever for a worker that lives but never wrote down what it was answered', async () => {
    const service = await startTestService({ simulated: { delayMs: 10 } });
    try {
      const [id] = await createDesktops(service, {});
      const { pool, database } = service.database;
      await pool.query(
        `update items set state = 'intended', provider_id = null, generation = null,
           asked_at = now() - interval '61 seconds',
           asking_worker = (select id from workers where lease_until > now() limit 1)
         where kind = 'port'`,
      );
      await service.call('DELETE', `/desktops/${id}`);
      await showUntilGone(service, id);
      const left = await database
        .selectFrom('simulated_items')
        .select('name')
        .where('status', '<>', 'deleting')
        .execute();
      assert.deepEqual(left, []);
    } finally {
      await service.remove();
    }
  });
});
