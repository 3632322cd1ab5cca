import assert from 'node:assert/strict';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { readKeySet } from '@deskplane/verify/readBundle.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { createDesktops, readSubJobs, type SubJob, simulatedLinux } from './desktopCalls.js';
import { showDesktop, untilIdle } from './diskCalls.js';
import { assertLedgerMatchesEngine } from './ledger.js';
import type { TestAnswer, TestService } from './startTestService.js';
import { waitUntil } from './waitUntil.js';

/** A desktop and its disks, as the API calls them. */
export interface RebuiltDesktop {
  readonly desktop: string;
  readonly root: string;
  readonly data: string;
}

/** Calls about desktops whose system disks are made anew. @param service which is there once a call is made */
export function rebuildCallsOf(service: () => TestService) {
  const call: TestService['call'] = (...request) => service().call(...request);

  const untilEnded = async (answer: TestAnswer): Promise<SubJob[]> => {
    assert.equal(answer.status, 200, answer.text);
    return waitUntil(async () => {
      const jobs = await readSubJobs(service(), answer.body.job_id);
      return jobs.every(({ status }) => status === 'SUCCESS' || status === 'FAILED') && jobs;
    }, 'the job to end');
  };

  return {
    /** Waits for the end of a job. @returns its sub-jobs */
    untilEnded,
    /** A desktop that runs, with a data disk. */
    made: async (wish: Record<string, unknown> = {}): Promise<RebuiltDesktop> => {
      const disks = { data_volumes: [{ type: 'SSD', size: 20 }] };
      const [desktop] = await createDesktops(service(), { ...disks, ...wish });
      const shown = await showDesktop(service(), desktop);
      return { desktop, root: shown.root_volume.id, data: shown.data_volumes[0].id };
    },
    rebuild: (desktops: readonly string[], more: object = {}, headers: Record<string, string> = {}) =>
      call(
        'POST',
        '/desktops/rebuild',
        { desktop_ids: desktops, image_id: simulatedLinux, image_type: 'gold', ...more },
        headers,
      ),
    planOf: (desktop: string, image = simulatedLinux) =>
      call('GET', `/desktops/${desktop}/rebuild-plan?image_id=${image}&image_type=gold`),
    /** @returns the ids of all snapshots of the desktop then */
    snapshot: async (desktop: string, type: 'ALL' | 'SYSTEM_DISK' | 'DATA_DISKS'): Promise<string[]> => {
      const order = { desktop_ids: [desktop], disk_type: type };
      await untilEnded(await call('POST', '/snapshots/batch-create', order));
      const { body } = await call('GET', `/snapshots?desktop_id=${desktop}`);
      return body.desktop_snapshots.map((each: { snapshot_id: string }) => each.snapshot_id);
    },
    powerOff: async (desktop: string): Promise<void> => {
      const order = { desktop_ids: [desktop], op_type: 'os-stop', type: 'HARD' };
      assert.equal((await call('POST', '/desktops/action', order)).status, 200);
      assert.equal((await untilIdle(service(), desktop)).status, 'SHUTOFF');
    },
    /** The receipt of a deletion, once it is sealed, as a verifier without the service reads it. */
    receiptOf: async (id: string) => {
      const { receipt } = await waitUntil(async () => {
        const { status, body, text } = await call('GET', `/deletions/${id}`);
        assert.equal(status, 200, text);
        return body.receipt_state === 'sealed' && body;
      }, 'the sealed receipt');
      const keys = readKeySet((await call('GET', '//.well-known/jwks.json')).body);
      const verdict = verifyReceipt(canonicalBytes(receipt), { keys });
      assert.ok(verdict.valid, JSON.stringify(verdict));
      return verdict.receipt;
    },
    /** The disks that the server of a desktop begins with, by the ids of the ledger, and the image. */
    serverOf: async (desktop: string) => {
      const { rows } = await service().database.pool.query<{ image: string; disks: string[] }>(
        `select s.spec ->> 'imageId' as image,
           (select json_agg(i.id order by v.place) from jsonb_array_elements(s.spec -> 'volumes') with ordinality v (ref, place)
            join items i on i.provider_id = v.ref ->> 'id') as disks
         from simulated_items s where s.kind = 'server' and s.spec ->> 'desktopId' = $1`,
        [desktop],
      );
      return rows[0];
    },
    /** Waits until whatever is to go has gone, and holds the ledger to the engine. */
    untilQuiet: async (): Promise<void> => {
      const { pool } = service().database;
      await waitUntil(async () => {
        const { rowCount } = await pool.query(
          'select desktop_id from deletion_progress union all select item_id from retirements',
        );
        return rowCount === 0;
      }, 'what goes to go');
      await assertLedgerMatchesEngine(pool);
    },
  };
}
