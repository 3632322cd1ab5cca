import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDesktops } from '../../testing/desktopCalls.js';
import { startTestService, type TestAnswer, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

const fleet = 500;
/** With `-parallelism=50`. */
const parallel = 50;
/**
 * What the provider takes for a desktop on its way out (docs/reference/terraform.md#destroying-a-desktop); anything else fails
 * the destroy.
 */
const pending = new Set(['ACTIVE', 'DELETING', 'SHUTOFF', 'HIBERNATED', '']);

/**
 * Asks again where a connection breaks off, as the provider does: a service that goes away takes its connections along, or says by 503
 * that it is being stopped.
 */
async function ask(service: () => TestService, method: string, path: string): Promise<TestAnswer> {
  for (;;) {
    const asked = service();
    try {
      const answer = await asked.call(method, path);
      if (answer.status !== 503 || asked === service()) return answer;
    } catch (error) {
      if (asked === service()) throw error;
    }
  }
}

/** One resource destroyed, call by call as the provider does it but for its pauses of ten seconds. */
async function destroy(service: () => TestService, { id, userName }: Resource): Promise<void> {
  const answer = await ask(service, 'DELETE', `/desktops/${id}?delete_users=true&email_notification=false`);
  assert.equal(answer.status, 204, answer.text);
  await waitUntil(async () => {
    const shown = await ask(service, 'GET', `/desktops/${id}`);
    if (shown.status === 404) return true;
    assert.equal(shown.status, 200, shown.text);
    assert.ok(pending.has(shown.body.desktop.status), shown.text);
    return false;
  }, `desktop ${id} to be gone`);
  await waitUntil(
    async () => (await ask(service, 'GET', `/users?user_name=${userName}`)).body.users.length === 0,
    `user ${userName} to be gone`,
  );
}

describe('terraform destroy', () => {
  it(`A10: of ${fleet} desktops ends clean though every tenth call to the engine fails and a service goes away`, async () => {
    const builder = await startTestService({ simulated: { delayMs: 0 } });
    const resources = await apply(builder);
    await builder.stop();
    assert.equal(resources.length, fleet);
    const faulty = { simulated: { faultRate: 0.1, delayMs: 5, seed: 11 }, database: builder.database };
    const goes = await startTestService(faulty);
    const stays = await startTestService(faulty);
    let working = goes;
    let destroyed = 0;
    const worker = async (): Promise<void> => {
      for (let resource = resources.pop(); resource !== undefined; resource = resources.pop()) {
        await destroy(() => working, resource);
        destroyed += 1;
        if (destroyed !== fleet / 4) continue;
        working = stays;
        await goes.stop();
      }
    };
    try {
      await Promise.all(Array.from({ length: parallel }, worker));
      const scan = await stays.call('GET', '/orphan-scan');
      assert.equal(scan.status, 200, scan.text);
      const { ours_live, ours_orphaned, unknown } = scan.body.summary;
      assert.deepEqual({ ours_live, ours_orphaned, unknown }, { ours_live: 0, ours_orphaned: 0, unknown: 0 });
    } finally {
      if (working === goes) await goes.stop();
      await stays.remove();
    }
  });
});

interface Resource {
  readonly id: string;
  readonly userName: string;
}

async function apply(service: TestService): Promise<Resource[]> {
  const resources: Resource[] = [];
  for (let from = 0; from < fleet; from += 50) {
    const names = Array.from({ length: 50 }, (_, index) => `person${from + index}`);
    const ids = await createDesktops(service, {
      desktops: names.map((name) => ({ user_name: name, computer_name: `d-${name}` })),
    });
    resources.push(...ids.map((id, index) => ({ id, userName: names[index] ?? '' })));
  }
  return resources;
}
