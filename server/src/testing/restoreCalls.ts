import assert from 'node:assert/strict';
import { createDesktops, readSubJobs } from './desktopCalls.js';
import type { TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** A snapshot as the API shows it. */
export interface ShownSnapshot {
  readonly snapshot_id: string;
  readonly volume_id: string;
  readonly desktop_id: string;
  readonly is_system_disk: boolean;
  readonly create_time: string;
}

/** A desktop that is off with a data disk; both disks held "old" when their snapshots were made, and hold "new". */
interface Restorable {
  readonly desktop: string;
  readonly root: ShownSnapshot;
  readonly data: ShownSnapshot;
}

/** @throws {AssertionError} unless a call was refused by this code */
export async function refused(
  answer: Promise<{ readonly status: number; readonly body: { error_code?: string }; text: string }>,
  status: number,
  code: string,
): Promise<void> {
  const given = await answer;
  assert.deepEqual([given.status, given.body.error_code], [status, code], given.text);
}

/** How tests of restores speak with their service, which has the simulated engine. */
export function restoreCalls(service: () => TestService) {
  const restore = (snapshots: readonly string[], headers: Record<string, string> = {}) =>
    service().call('POST', '/snapshots/batch-restore', { snapshot_ids: snapshots }, headers);
  const planOf = ({ desktop_id: desktop, snapshot_id: id }: ShownSnapshot) =>
    service().call('GET', `/desktops/${desktop}/snapshots/${id}/restore-plan`);
  const show = async (desktop: string) => (await service().call('GET', `/desktops/${desktop}`)).body.desktop;

  async function power(desktop: string, action: 'os-start' | 'os-stop', status: 'ACTIVE' | 'SHUTOFF') {
    const body = { desktop_ids: [desktop], op_type: action, type: 'HARD' };
    assert.equal((await service().call('POST', '/desktops/action', body)).status, 200);
    await waitUntil(async () => {
      const shown = await show(desktop);
      return shown.task_status === '' && shown.status === status;
    }, `the desktop to be ${status}`);
  }

  /** Writes to a disk, as a desktop does that runs. */
  async function write(volume: string, content: string): Promise<void> {
    await service().database.pool.query(
      `update simulated_items set spec = spec || jsonb_build_object('content', $2::text)
     where kind = 'volume' and id = (select provider_id from items where id = $1)`,
      [volume, content],
    );
  }

  async function contentOf(volume: string): Promise<string | null> {
    const { rows } = await service().database.pool.query<{ content: string | null }>(
      `select spec ->> 'content' as content from simulated_items
     where kind = 'volume' and id = (select provider_id from items where id = $1)`,
      [volume],
    );
    assert.equal(rows.length, 1);
    return rows[0]?.content ?? null;
  }

  async function untilEnded(answer: {
    readonly status: number;
    readonly body: { job_id: string };
    text: string;
  }) {
    assert.equal(answer.status, 200, answer.text);
    return waitUntil(async () => {
      const jobs = await readSubJobs(service(), answer.body.job_id);
      return jobs.every(({ status }) => status === 'SUCCESS' || status === 'FAILED') && jobs;
    }, 'the job to end');
  }

  async function made(headers: Record<string, string> = {}): Promise<Restorable> {
    const wish = { data_volumes: [{ type: 'SSD', size: 20 }] };
    const [desktop] = await createDesktops(service(), wish, { headers });
    const shown = await show(desktop);
    const volumes: string[] = [shown.root_volume.id, shown.data_volumes[0].id];
    for (const volume of volumes) await write(volume, 'old');
    const answer = await service().call('POST', '/snapshots/batch-create', {
      desktop_ids: [desktop],
      disk_type: 'ALL',
    });
    await untilEnded(answer);
    for (const volume of volumes) await write(volume, 'new');
    await power(desktop, 'os-stop', 'SHUTOFF');
    const list: ShownSnapshot[] = (await service().call('GET', `/snapshots?desktop_id=${desktop}`)).body
      .desktop_snapshots;
    const [root, data] = [true, false].map((system) =>
      list.find(({ is_system_disk }) => is_system_disk === system),
    );
    assert.ok(root !== undefined && data !== undefined);
    return { desktop, root, data };
  }

  const contents = async ({ root, data }: Restorable) =>
    Promise.all([root, data].map(({ volume_id: id }) => contentOf(id)));

  /** What the log says of the restores of a desktop's disks, once it is sealed; the statements at their ends are signed. */
  async function recordsOf(desktop: string) {
    return waitUntil(async () => {
      const { rows } = await service().database.pool.query<{
        kind: string;
        hash: string;
        content: Record<string, unknown>;
        signed: boolean | null;
      }>(
        `select e.kind, encode(e.leaf_hash, 'hex') as hash, convert_from(e.payload, 'UTF8')::json as content,
         place.signature is not null as signed
       from log_entries e left join lateral log_place(e.sequence) place on true
       where e.desktop_id = $1 and e.kind in ('restore', 'restore-receipt') order by e.sequence`,
        [desktop],
      );
      return rows.every(({ kind, signed }) => kind === 'restore' || signed) && rows;
    }, 'the log to be sealed');
  }
  return { restore, planOf, show, power, write, contentOf, untilEnded, made, contents, recordsOf };
}
