import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { createDesktops, readSubJobs, showUntilGone } from '../../testing/desktopCalls.js';
import { createPolicyUsers } from '../../testing/policyUsers.js';
import { startTestService, type TestService } from '../../testing/startTestService.js';
import { waitUntil } from '../../testing/waitUntil.js';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.remove());

interface ShownSnapshot {
  readonly snapshot_id: string;
  readonly snapshot_name: string;
  readonly desktop_id: string;
  readonly volume_id: string;
  readonly is_system_disk: boolean;
  readonly status: string;
}

const ids = (list: readonly ShownSnapshot[]) => list.map(({ snapshot_id: id }) => id);
const create = (desktops: readonly string[], more: object = {}) =>
  service.call('POST', '/snapshots/batch-create', { desktop_ids: desktops, disk_type: 'ALL', ...more });
const remove = (snapshots: readonly string[], headers: Record<string, string> = {}) =>
  service.call('POST', '/snapshots/batch-delete', { snapshot_ids: snapshots }, headers);
const planOf = ({ desktop_id: desktop, snapshot_id: id }: ShownSnapshot) =>
  service.call('GET', `/desktops/${desktop}/snapshots/${id}/deletion-plan`);
async function listed(query: string): Promise<readonly ShownSnapshot[]> {
  const { status, body, text } = await service.call('GET', `/snapshots?${query}`);
  assert.equal(status, 200, text);
  assert.equal(body.total_count, body.desktop_snapshots.length);
  return body.desktop_snapshots;
}
async function untilDone(answer: {
  readonly status: number;
  readonly body: { job_id: string };
  text: string;
}) {
  assert.equal(answer.status, 200, answer.text);
  return waitUntil(async () => {
    const jobs = await readSubJobs(service, answer.body.job_id);
    assert.ok(!jobs.some(({ status }) => status === 'FAILED'), JSON.stringify(jobs));
    return jobs.every(({ status }) => status === 'SUCCESS') && jobs;
  }, 'the job to end');
}
const sealed = (id: string) =>
  waitUntil(async () => {
    const { status, body, text } = await service.call('GET', `/deletions/${id}`);
    assert.equal(status, 200, text);
    return body.receipt_state === 'sealed' && body;
  }, 'the sealed receipt');
const verdictOf = async (receipt: Parameters<typeof canonicalBytes>[0]) =>
  verifyReceipt(canonicalBytes(receipt), {
    keys: readKeySet((await service.call('GET', '//.well-known/jwks.json')).body),
  });
const lines = (
  items: readonly { readonly kind: string; readonly stage: number; readonly key_intent?: string }[],
) => items.map(({ kind, stage, key_intent: key }) => [kind, stage, key]);

/** A desktop with a data disk, and a snapshot of each of its two disks, that of the data disk last. */
async function made() {
  const [desktop] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
  await untilDone(await create([desktop]));
  const list = await listed(`desktop_id=${desktop}`);
  const [root, data] = [true, false].map((system) =>
    list.find(({ is_system_disk }) => is_system_disk === system),
  );
  assert.ok(root !== undefined && data !== undefined);
  return { desktop, root, data };
}

describe('BatchCreateDesktopSnapshot', () => {
  it('makes snapshots of a running desktop, which stays as it is, and lists them by what was said of them', async () => {
    const [desktop] = await createDesktops(service, { data_volumes: [{ type: 'SSD', size: 20 }] });
    const jobs = await untilDone(
      await create([desktop], {
        system_disk_snapshot: { name: 'before the change', description: 'kept a week' },
      }),
    );
    assert.deepEqual(
      jobs.map((job) => [Reflect.get(job, 'job_type'), job.entities.desktop_id]),
      [['createWksSnapshot', desktop]],
    );
    const { desktop: shown } = (await service.call('GET', `/desktops/${desktop}`)).body;
    assert.deepEqual([shown.status, shown.task_status], ['ACTIVE', '']);
    const list = await listed(`desktop_id=${desktop}`);
    const known = new Map(list.map((each) => [each.volume_id, each]));
    const shownOf = (id: string) => {
      const each = known.get(id);
      return [each?.snapshot_name, each?.is_system_disk, each?.status];
    };
    assert.equal(list.length, 2);
    assert.deepEqual(shownOf(shown.root_volume.id), ['before the change', true, 'available']);
    assert.deepEqual(shownOf(shown.data_volumes[0].id), [`${shown.computer_name}-vdb`, false, 'available']);
    const system = list.find(({ is_system_disk }) => is_system_disk);
    assert.deepEqual(ids(await listed(`desktop_id=${desktop}&disk_type=SYSTEM_DISK`)), [system?.snapshot_id]);
    for (const filter of ['desktop_id', 'desktop_ids']) {
      const { status, body } = await service.call('GET', `/snapshots?${filter}=${desktop?.toUpperCase()}`);
      assert.deepEqual([status, body.error_code], [400, 'WKS.0001'], filter);
    }
    assert.deepEqual(ids(await listed('snapshot_name=before%20the%20change')), [system?.snapshot_id]);
    assert.deepEqual(await listed(`desktop_id=${desktop}&status=error`), []);
  });

  it('refuses by name what it cannot do, and writes nothing', async () => {
    const [desktop] = await createDesktops(service, {});
    for (const [body, status, code] of [
      [{ disk_type: 'DATA_DISKS' }, 400, 'WKS.0001'],
      [{ disk_type: 'SYSTEM_DISK', data_disk_snapshot: { name: 'x' } }, 400, 'WKS.0001'],
      [{ disk_type: 'EVERYTHING' }, 400, 'WKS.0001'],
      [{ desktop_ids: [desktop, '00000000-0000-4000-8000-000000000000'] }, 404, 'DPL.0404'],
    ] as const) {
      const answer = await create([desktop], body);
      assert.deepEqual([answer.status, answer.body.error_code], [status, code], answer.text);
    }
    assert.deepEqual(await listed(`desktop_id=${desktop}`), []);
  });
});

describe('BatchDeleteDesktopSnapshot', () => {
  it('S6: takes a snapshot alone, whose key stays with its disk, and proves it', async () => {
    const { desktop, root, data } = await made();
    const id = data.snapshot_id;
    const plan = await planOf(data);
    assert.equal(plan.status, 200, plan.text);
    assert.deepEqual([plan.body.desktop_id, plan.body.snapshot_id], [desktop, id]);
    assert.deepEqual(lines(plan.body.items), [['snapshot', 0, 'keep']]);
    assert.match(plan.body.items[0].reason, new RegExp(data.volume_id));
    const jobs = await untilDone(await remove([id], { 'if-match': `"${plan.body.digest}"` }));
    assert.deepEqual(
      jobs.map((job) => [
        Reflect.get(job, 'job_type'),
        job.entities.desktop_id,
        Reflect.get(job.entities, 'snapshot_id'),
      ]),
      [['deleteWksSnapshot', desktop, id]],
    );
    assert.deepEqual(ids(await listed(`desktop_id=${desktop}`)), [root.snapshot_id]);
    const deletion = await sealed(id);
    assert.deepEqual([deletion.desktop_id, deletion.snapshot_id, deletion.state], [desktop, id, 'done']);
    const verdict = await verdictOf(deletion.receipt);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.deepEqual([verdict.receipt.desktopId, verdict.receipt.snapshotId], [desktop, id]);
    assert.deepEqual(
      verdict.receipt.items.map(({ ended, key }) => [ended, key.destroyedAt]),
      [['absent', '']],
    );
    assert.equal((await service.call('GET', `/desktops/${desktop}`)).body.desktop.status, 'ACTIVE');
    assert.equal((await remove([id])).status, 404);
  });

  it('S1: refuses the whole call where one snapshot cannot go, and takes those of several desktops by one job', async () => {
    const [one, other] = [await made(), await made()];
    const answer = await remove([one.root.snapshot_id, '00000000-0000-4000-8000-000000000000']);
    assert.deepEqual([answer.status, answer.body.error_code], [404, 'DPL.0404'], answer.text);
    assert.equal((await service.call('GET', `/deletions/${one.root.snapshot_id}`)).status, 404);
    await untilDone(await remove([one.root.snapshot_id, other.data.snapshot_id]));
    assert.deepEqual(ids(await listed(`desktop_id=${one.desktop}`)), [one.data.snapshot_id]);
    assert.deepEqual(ids(await listed(`desktop_id=${other.desktop}`)), [other.root.snapshot_id]);
  });

  it('S14: deletion protection of the desktop covers its snapshots', async () => {
    const { desktop, data } = await made();
    await service.call('PUT', `/desktops/${desktop}`, { desktop: { deletion_protection: true } });
    for (const answer of [await remove([data.snapshot_id]), await planOf(data)])
      assert.deepEqual([answer.status, answer.body.error_code], [409, 'DPL.0423'], answer.text);
  });

  it('S15: an If-Match of another plan is a 412, and so is that of the desktop after its snapshot went', async () => {
    const { desktop, root, data } = await made();
    const whole = (await service.call('GET', `/desktops/${desktop}/deletion-plan`)).body.digest;
    const { digest } = (await planOf(root)).body;
    assert.equal((await remove([data.snapshot_id], { 'if-match': `"${digest}"` })).status, 412);
    await untilDone(await remove([data.snapshot_id]));
    const late = await service.call('DELETE', `/desktops/${desktop}`, undefined, {
      'if-match': `"${whole}"`,
    });
    assert.equal(late.status, 412, late.text);
  });

  it('S4, S16: is judged by the desktop of the snapshot, and looks alike for a foreign and a missing one', async () => {
    const { desktop, data } = await made();
    const users = await createPolicyUsers(service);
    const blind = await users.add('without-rights');
    for (const id of [data.snapshot_id, '00000000-0000-4000-8000-000000000000']) {
      const answer = await blind.call(
        'POST',
        `/v2/${service.credentials.project_id}/snapshots/batch-delete`,
        { snapshot_ids: [id] },
      );
      assert.equal(answer.status, 403, answer.text);
    }
    assert.equal((await listed(`desktop_id=${desktop}`)).length, 2);
  });
});

describe('the snapshots of what goes', () => {
  it('S1, S18: stand in the plan of their desktop, go before its disks, and are in its receipt', async () => {
    const { desktop } = await made();
    const plan = (await service.call('GET', `/desktops/${desktop}/deletion-plan`)).body;
    assert.deepEqual(
      plan.items.map(({ kind, stage }: { kind: string; stage: number }) => `${kind} ${stage}`).toSorted(),
      ['port 1', 'server 0', 'snapshot 0', 'snapshot 0', 'volume 1', 'volume 1'],
    );
    const gone = await service.call('DELETE', `/desktops/${desktop}`, undefined, {
      'if-match': `"${plan.digest}"`,
    });
    assert.equal(gone.status, 204, gone.text);
    await showUntilGone(service, desktop);
    const verdict = await verdictOf((await sealed(desktop)).receipt);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    const items = verdict.receipt.items;
    assert.deepEqual(
      items.filter(({ kind }) => kind === 'snapshot').map(({ ended }) => ended),
      ['absent', 'absent'],
    );
    const last = (kind: string) => items.filter((item) => item.kind === kind).map(({ endedAt }) => endedAt);
    assert.ok(last('snapshot').every((time) => last('volume').every((later) => time <= later)));
    assert.ok(items.filter(({ kind }) => kind === 'volume').every(({ grade }) => grade === 'crypto-erased'));
    assert.deepEqual(await listed(`desktop_id=${desktop}`), []);
  });

  it('S15: are called in every plan and deletion what the list calls them, whatever the digest, and in no receipt', async () => {
    const { desktop, root, data } = await made();
    const path = `/desktops/${desktop}`;
    const named = async (plan: string): Promise<string[]> => {
      const answer = await service.call('GET', `${path}${plan}/deletion-plan`);
      assert.equal(answer.status, 200, answer.text);
      const items: { kind: string; id: string; snapshot_name: string | null; volume_id: string | null }[] =
        answer.body.items;
      const others = items.filter(({ kind }) => kind !== 'snapshot');
      assert.ok(others.every((each) => each.snapshot_name === null && each.volume_id === null));
      return items.flatMap(({ kind, id, snapshot_name: name, volume_id: volume }) =>
        kind === 'snapshot' ? [`${id} ${name} ${volume}`] : [],
      );
    };
    const told = (each: typeof root): string => `${each.snapshot_id} ${each.snapshot_name} ${each.volume_id}`;
    assert.deepEqual((await named('')).toSorted(), [told(root), told(data)].toSorted());
    assert.deepEqual(await named(`/volumes/${data.volume_id}`), [told(data)]);
    assert.deepEqual(await named(`/snapshots/${root.snapshot_id}`), [told(root)]);
    const { digest } = (await planOf(data)).body;
    await service.database.pool.query("update snapshots set name = 'called otherwise' where item_id = $1", [
      data.snapshot_id,
    ]);
    const again = (await planOf(data)).body;
    assert.equal(again.digest, digest);
    assert.equal(again.items[0].snapshot_name, 'called otherwise');
    await untilDone(await remove([data.snapshot_id]));
    const { items, receipt } = await sealed(data.snapshot_id);
    assert.deepEqual(
      items.map((each: object) =>
        ['snapshot_name', 'volume_id', 'device'].map((name) => Reflect.get(each, name)),
      ),
      [['called otherwise', data.volume_id, '/dev/vdb']],
    );
    const proven = Buffer.from(receipt.receipt.envelope.payload, 'base64').toString('utf8');
    assert.ok(proven.includes(data.snapshot_id) && !proven.includes('called otherwise'), proven);
  });

  it('S18: go with a disk that goes alone, and cannot be deleted beside it', async () => {
    const { desktop, root, data } = await made();
    const plan = await service.call('GET', `/desktops/${desktop}/volumes/${data.volume_id}/deletion-plan`);
    assert.deepEqual(lines(plan.body.items), [
      ['snapshot', 0, 'destroy'],
      ['volume', 1, 'destroy'],
    ]);
    const answer = await service.call('POST', `/desktops/${desktop}/volumes/batch-delete`, {
      volume_ids: [data.volume_id],
    });
    await untilDone(answer);
    const verdict = await verdictOf((await sealed(data.volume_id)).receipt);
    assert.ok(verdict.valid, JSON.stringify(verdict));
    assert.deepEqual(
      verdict.receipt.items.map(({ kind, ended }) => [kind, ended]),
      [
        ['snapshot', 'absent'],
        ['volume', 'absent'],
      ],
    );
    assert.deepEqual(ids(await listed(`desktop_id=${desktop}`)), [root.snapshot_id]);
    assert.equal((await remove([data.snapshot_id])).status, 404);
  });
});
