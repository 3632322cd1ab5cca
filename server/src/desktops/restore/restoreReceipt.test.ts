import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { canonicalBytes, type JsonObject, type JsonValue } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyRestore } from '@deskplane/verify/verifyRestore.js';
import { EngineError } from '../../engines/contract.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { type Around, interpose } from '../../testing/interpose.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let around: Around = (_call, run) => run();
let service: TestService;
let desktop: string;
let snapshots: string[];
before(async () => {
  service = await startTestService({
    simulated: { delayMs: 5 },
    engine: (simulated) => interpose(simulated, (call, run) => around(call, run)),
  });
  [desktop = ''] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
  const order = { desktop_ids: [desktop], disk_type: 'ALL' };
  await untilEnded(await service.call('POST', '/snapshots/batch-create', order));
  const stop = { desktop_ids: [desktop], op_type: 'os-stop', type: 'HARD' };
  await untilEnded(await service.call('POST', '/desktops/action', stop));
  const { body } = await service.call('GET', `/snapshots?desktop_id=${desktop}`);
  snapshots = body.desktop_snapshots.map((each: { snapshot_id: string }) => each.snapshot_id);
});
after(() => service.remove());

async function untilEnded(answer: {
  readonly status: number;
  readonly body: { job_id: string };
  text: string;
}) {
  assert.equal(answer.status, 200, answer.text);
  await waitUntil(async () => {
    const jobs = await readSubJobs(service, answer.body.job_id);
    return jobs.every(({ status }) => status === 'SUCCESS' || status === 'FAILED');
  }, 'the job to end');
  return answer.body.job_id;
}

const restore = async (ids: readonly string[]) =>
  untilEnded(await service.call('POST', '/snapshots/batch-restore', { snapshot_ids: ids }));
const read = (snapshot: string | undefined, job: string, of = desktop) =>
  service.call('GET', `/desktops/${of}/snapshots/${snapshot}/restores/${job}/receipt`);

/** The receipt of a restore, as a file. */
async function receiptOf(snapshot: string | undefined, job: string) {
  const answer = await read(snapshot, job);
  assert.equal(answer.status, 200, answer.text);
  const bundle: JsonObject & { receipt: JsonObject; acceptance: JsonObject } = JSON.parse(answer.text);
  return bundle;
}

const publishedKeys = async () => readKeySet((await service.call('GET', '//.well-known/jwks.json')).body);

function failureOf(file: JsonValue, trust = {}): string {
  const verdict = verifyRestore(canonicalBytes(file), trust);
  return verdict.valid ? 'valid' : verdict.failed;
}

describe('ShowSnapshotRestoreReceipt', () => {
  it('proves what the engine answered, to whoever has the keys and an older head', async () => {
    const older = await waitUntil(async () => {
      const { status, body } = await service.call('GET', '//log/head');
      return status === 200 && body;
    }, 'the log to have a head');
    const [snapshot = ''] = snapshots;
    const job = await restore([snapshot]);
    const bundle = await receiptOf(snapshot, job);
    const keys = await publishedKeys();
    const verdict = verifyRestore(canonicalBytes(bundle), { keys });
    assert.ok(verdict.valid, JSON.stringify(verdict));
    const { restore: told } = verdict;
    assert.deepEqual(
      [told.desktopId, told.snapshotId, told.jobId, told.outcome, told.errorCode, told.engine],
      [desktop, snapshot, job, 'restored', '', { name: 'simulated', simulated: true }],
    );
    assert.match(told.keyId, /^[0-9a-f]{32}$/);
    assert.match(told.askedBy, /^[0-9a-f]{32}$/);
    const first: number = JSON.parse(Buffer.from(older.payload, 'base64').toString()).size;
    const head = String(Reflect.get(Object(bundle['head']), 'payload'));
    const second: number = JSON.parse(Buffer.from(head, 'base64').toString()).size;
    const { body } = await service.call('GET', `//log/consistency?first=${first}&second=${second}`);
    const whole = { ...bundle, consistency: { first, path: body.path } };
    assert.equal(failureOf(whole, { keys, head: older }), 'valid');
    assert.equal(failureOf(bundle, { keys, head: older }), 'history');
  });

  it('says of a restore that failed that the disk may hold either', async () => {
    around = async (call, run) => {
      if (call.verb === 'restore') throw new EngineError('capacity', 'no room');
      return run();
    };
    const [snapshot] = snapshots;
    const job = await restore(snapshots.slice(0, 1));
    around = (_call, run) => run();
    const verdict = verifyRestore(canonicalBytes(await receiptOf(snapshot, job)));
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.equal(verdict.restore.outcome, 'failed');
    assert.match(verdict.restore.errorCode, /^DPL\./);
  });

  it('S16: is refused for another desktop, snapshot or job, and for another project', async () => {
    const [snapshot, other] = snapshots;
    const job = await restore(snapshots.slice(0, 1));
    const missing = '00000000-0000-4000-8000-000000000000';
    for (const answer of [
      await read(other, job),
      await read(snapshot, missing),
      await read(snapshot, job, missing),
    ])
      assert.deepEqual([answer.status, answer.body.error_code], [404, 'DPL.0404'], answer.text);
    const foreign = `//v2/${'f'.repeat(32)}/desktops/${desktop}/snapshots/${snapshot}/restores/${job}/receipt`;
    assert.ok((await service.call('GET', foreign)).status >= 400);
  });
});

describe('the receipt of a restore that somebody changed', () => {
  it('is refused whatever byte was changed', async () => {
    const [snapshot = ''] = snapshots;
    const file = canonicalBytes(await receiptOf(snapshot, await restore([snapshot])));
    assert.ok(verifyRestore(file).valid);
    for (const at of file.keys()) {
      if (at % 64 === 0) await setImmediate();
      const changed = Buffer.from(file);
      changed.writeUInt8((changed[at] ?? 0) ^ (1 << (at % 8)), at);
      const nearby = changed.subarray(at - 20, at + 20).toString();
      assert.ok(!verifyRestore(changed).valid, `byte ${at}: ${nearby}`);
    }
  });

  it('is refused with the receipt, or the request, of another restore in its place', async () => {
    const job = await restore(snapshots);
    // Of one head, so that only their content tells them apart.
    const [one, other] = await waitUntil(async () => {
      const both = [await receiptOf(snapshots[0], job), await receiptOf(snapshots[1], job)] as const;
      return JSON.stringify(both[0]['head']) === JSON.stringify(both[1]['head']) && both;
    }, 'nothing to be sealed meanwhile');
    assert.equal(failureOf(one), 'valid');
    assert.equal(failureOf({ ...one, receipt: other.receipt }), 'content');
    assert.equal(failureOf({ ...one, acceptance: other.acceptance }), 'content');
    assert.equal(failureOf({ ...one, acceptance: one.receipt }), 'form');
    assert.equal(failureOf({ ...one, format: 'deskplane-receipt-1' }), 'form');
    const strange = new Map([['another', Buffer.alloc(32)]]);
    assert.equal(failureOf(one, { keys: strange }), 'keys');
  });
});

describe('the receipt of a restore', () => {
  it('is there when snapshot and desktop are gone', async () => {
    const [snapshot = ''] = snapshots;
    const job = await restore([snapshot]);
    const earlier = await receiptOf(snapshot, job);
    assert.equal((await service.call('DELETE', `/desktops/${desktop}`)).status, 204);
    await showUntilGone(service, desktop);
    const bundle = await receiptOf(snapshot, job);
    assert.deepEqual(bundle.receipt['envelope'], earlier.receipt['envelope']);
    assert.equal(failureOf(bundle, { keys: await publishedKeys() }), 'valid');
  });
});
