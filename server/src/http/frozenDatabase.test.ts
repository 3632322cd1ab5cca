import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { connect } from '../database/connect.js';
import { migrate } from '../database/migrate.js';
import { type CrashPostgres, startCrashPostgres } from '../testing/crashPostgres.js';
import { createDesktops } from '../testing/desktopCalls.js';
import { startTestService, type TestService } from '../testing/startTestService.js';
import { testMasterKeyFile } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';

describe('a database whose processes stand still', () => {
  let postgres: CrashPostgres;
  let service: TestService;
  before(async () => {
    postgres = await startCrashPostgres();
    const { url } = postgres;
    const connections = connect({ url, connections: 8 });
    await migrate(connections.pool);
    const drop = async (): Promise<void> => {
      await connections.close();
      await rm(testMasterKeyFile(url), { force: true });
    };
    service = await startTestService({
      simulated: { delayMs: 200 },
      database: { ...connections, url, drop },
    });
  });
  after(async () => {
    await postgres?.thaw();
    await service?.remove();
    await postgres?.remove();
  });

  const ready = async (): Promise<number> => (await service.call('GET', '//readyz')).status;
  const untilGone = (id: string): Promise<boolean> =>
    waitUntil(async () => (await service.call('GET', `/desktops/${id}`)).status === 404, `${id} to be gone`);

  it('L2: refuses with 503 and Retry-After, is not ready, and when it goes on so do the deletions that it stopped', async () => {
    const ids = await createDesktops(service, { size: 6 });
    const [refusedOne, ...accepted] = ids;
    assert.ok(refusedOne !== undefined);
    await waitUntil(async () => (await ready()) === 200, 'to be ready');
    for (const id of accepted) {
      const answer = await service.call('DELETE', `/desktops/${id}`);
      assert.equal(answer.status, 204, answer.text);
    }
    await postgres.freeze();
    try {
      await waitUntil(async () => (await ready()) === 503, 'not to be ready');
      const refused = await service.call('DELETE', `/desktops/${refusedOne}`);
      assert.equal(refused.status, 503, refused.text);
      assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      assert.match(refused.text, /does not answer in time|overloaded/);
      // By then every statement and beat of before has been given up.
      for (let round = 0; round < 2; round += 1)
        assert.equal((await service.call('GET', '/desktops')).status, 503);
    } finally {
      await postgres.thaw();
    }
    await waitUntil(async () => (await ready()) === 200, 'to be ready again');
    for (const id of accepted) await untilGone(id);
    const again = await service.call('DELETE', `/desktops/${refusedOne}`);
    assert.ok([204, 404].includes(again.status), again.text);
    await untilGone(refusedOne);
  });
});
