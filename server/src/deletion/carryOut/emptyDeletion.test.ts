import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { allowRemoval } from '../../testing/allowRemoval.js';
import { createDesktops, showUntilGone } from '../../testing/desktopCalls.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

describe('the deletion of a desktop with nothing on its ledger', () => {
  it('L1, L2: ends all the same, with a receipt that verifies', async () => {
    const [id] = await createDesktops(service, {});
    // No part of the product does this, and the database refuses it.
    await allowRemoval(service.database.pool);
    await service.database.pool.query('delete from items where desktop_id = $1', [id]);
    assert.equal((await service.call('DELETE', `/desktops/${id}`)).status, 204);
    await showUntilGone(service, id);
    const bundle = await waitUntil(
      async () => (await service.call('GET', `/deletions/${id}`)).body.receipt ?? undefined,
      'the receipt',
    );
    const keys = readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);
    const verdict = verifyReceipt(canonicalBytes(bundle), { keys });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.deepEqual(verdict.receipt.items, []);
  });
});
