import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import type { Engine } from '../../engines/contract.js';
import { simulatedOffer } from '../../engines/simulated/offer.js';
import {
  asId,
  type DesktopId,
  type Generation,
  type IamUserId,
  type ProviderId,
  type SingleUseName,
} from '../../ids.js';
import { failures } from '../../testing/crashAtStep.js';
import { rebuildWithCrash } from '../../testing/crashRebuild.js';
import { simulatedLinux } from '../../testing/desktopCalls.js';
import { addDesktop, type TestProject } from '../../testing/desktopRows.js';
import { createOpenedProject, createPromptEngine } from '../../testing/openedProject.js';
import { addItem, plantInEngine } from '../../testing/plantItems.js';
import type { TestDatabase } from '../../testing/testDatabase.js';
import { acceptRebuilds } from '../rebuild/acceptRebuilds.js';

describe('a rebuild whose every step goes wrong once', () => {
  const offer = simulatedOffer('test-1');
  let test: TestDatabase;
  let engine: Engine;
  let project: TestProject;

  before(async () => {
    ({ test, project } = await createOpenedProject());
    engine = createPromptEngine(test.pool);
  });
  after(() => test.drop());

  /** A desktop that runs with two disks, whose rebuild is accepted. */
  async function addRebuild(): Promise<DesktopId> {
    const { database } = test;
    const desktop = await addDesktop(database, project, { image_id: simulatedLinux });
    const disks = [await plantInEngine(database), await plantInEngine(database)];
    const ids = disks.map(({ id }) => id);
    const server = await plantInEngine(database, { kind: 'server' }, ids);
    await test.pool.query(
      `update simulated_items set spec = spec || jsonb_build_object('imageId', 'former', 'volumes', $2::jsonb) where id = $1`,
      [server.id, JSON.stringify(ids.map((id) => ({ kind: 'volume', id })))],
    );
    for (const [index, item] of [...disks, server].entries())
      await addItem(database, project, desktop, {
        kind: item.kind,
        single_use_name: asId<SingleUseName>(item.name),
        state: 'present',
        provider_id: asId<ProviderId>(item.id),
        generation: asId<Generation>(item.generation),
        ...(item.kind === 'server'
          ? {}
          : {
              volume_type: 'SAS',
              size_gib: 10,
              is_root: index === 0,
              device: index === 0 ? '/dev/vda' : '/dev/vdb',
            }),
      });
    await acceptRebuilds(database, realAmbient, offer, {
      projectId: project.projectId,
      desktopIds: [desktop],
      image: { imageId: simulatedLinux, imageType: 'gold' },
      digests: undefined,
      userId: asId<IamUserId>('caller'),
      userName: 'caller',
      requestId: 'request',
      allowedBy: new Map([[desktop, 'account-root']]),
    });
    return desktop;
  }

  async function textsOf(text: string, desktop: DesktopId): Promise<string[]> {
    const { rows } = await test.pool.query<{ text: string }>(text, [desktop]);
    return rows.map((row) => row.text);
  }

  /** Everything that is left, without ids and times. */
  const endOf = async (desktop: DesktopId) => ({
    desktop: await textsOf(
      `select concat_ws(' ', status, task_status, image_type, task_change is null) as text from desktops where id = $1`,
      desktop,
    ),
    disks: await textsOf(
      `select concat_ws(' ', device, place, state, case when exists (select from deletion_progress p where p.desktop_id = i.id) then 'goes' end,
         case when exists (select from retirements r where r.item_id = i.id) then 'retires' end) as text
       from items i where desktop_id = $1 and kind = 'volume' order by 1`,
      desktop,
    ),
    server: await textsOf(
      `select concat_ws(' ', s.spec ->> 'imageId' = '${simulatedLinux}', v.place, i.place, i.device) as text
       from simulated_items s, jsonb_array_elements(s.spec -> 'volumes') with ordinality v (ref, place), items i
       where s.id = (select provider_id from items where desktop_id = $1 and kind = 'server') and i.provider_id = v.ref ->> 'id'
       order by v.place`,
      desktop,
    ),
    engine: await textsOf(
      `select count(*)::text as text from simulated_items where name in (select single_use_name from items where desktop_id = $1)`,
      desktop,
    ),
    jobs: await textsOf(
      `select concat_ws(' ', job_type, status) as text from shown_sub_jobs where desktop_id = $1::text order by 1`,
      desktop,
    ),
    log: await textsOf(
      `select kind as text from log_entries where desktop_id in (select id from items where desktop_id = $1)`,
      desktop,
    ),
  });

  let reference: Awaited<ReturnType<typeof run>>;

  async function run(at: number, failure: (typeof failures)[number]) {
    const desktopId = await addRebuild();
    const outcome = await rebuildWithCrash({ test, engine, desktopId, at, failure });
    return { outcome, end: await endOf(desktopId) };
  }

  it('S8: takes more than 20 steps when none goes wrong', async () => {
    reference = await run(0, 'dies before');
    const { steps } = reference.outcome;
    assert.ok(steps > 20, `${steps} steps`);
    assert.deepEqual(reference.end, {
      desktop: ['ACTIVE  gold t'],
      disks: ['/dev/vda current present', '/dev/vda past present goes', '/dev/vdb current present'],
      server: ['t 1 current /dev/vda', 't 2 current /dev/vdb'],
      engine: ['4'],
      jobs: ['deleteVolumes WAITING', 'rebuildDesktops SUCCESS'],
      log: ['acceptance'],
    });
  });

  for (const failure of failures) {
    it(`S8: ends the same when a process ${failure} any step`, async () => {
      for (let at = 1; at <= reference.outcome.steps; at += 1) {
        const { outcome, end } = await run(at, failure);
        assert.ok(outcome.struck, `step ${at} was not reached`);
        assert.deepEqual(end, reference.end, `a process that ${failure} step ${at}`);
      }
    });
  }
});
