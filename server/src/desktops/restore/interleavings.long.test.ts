import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../../ambient.js';
import type { Engine } from '../../engines/contract.js';
import { asId, type DesktopId, type ItemId } from '../../ids.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  addWorker,
  type Meeting,
  type MeetingPlace,
  openMeetingPlace,
} from '../../testing/interleaveLedger.js';
import { takeParts } from '../../testing/interleaveParts.js';
import { nothingIsRebuilt } from '../../testing/nothingIsRebuilt.js';
import {
  addRestorable,
  orderOf,
  type RestorableDesktop,
  tellRestores,
} from '../../testing/restorableRows.js';
import { powerDesktops } from '../power/powerDesktops.js';
import { createDesktopWork } from '../tasks/desktopWork.js';
import type { DesktopTask } from '../tasks/taskQueries.js';
import { acceptRestores } from './acceptRestores.js';

const logger = pino({ level: 'silent' });

import { createPromptEngine } from '../../testing/openedProject.js';

describe('restores and what comes between, statement by statement', () => {
  let place: MeetingPlace;
  let engine: Engine;
  before(async () => {
    place = await openMeetingPlace();
    engine = createPromptEngine(place.test.pool);
  });
  after(() => place.close());

  /** The desktop, and after it its disks and snapshots, which deletions know by their own ids. */
  interface Met extends Meeting, RestorableDesktop {}

  const everyMet: RestorableDesktop[] = [];

  /** What was left of earlier ones is out of every worker's way. */
  async function addDesktop(disks = 1): Promise<Met> {
    await place.test.pool.query(
      `update desktops set task_due_at = 'infinity', task_worker = null where task_due_at < 'infinity'`,
    );
    const made = await addRestorable(place.test, engine, place.project, disks);
    everyMet.push(made);
    const items = [...made.volumes, ...made.snapshots];
    const desktops = [made.desktop, ...items.map((id) => asId<DesktopId>(id))];
    return { ...made, desktops, people: [], items };
  }

  async function restore(
    session: Pick<Session, 'database'>,
    ids: readonly (ItemId | undefined)[],
  ): Promise<void> {
    const wanted = ids.flatMap((id) => id ?? []);
    await acceptRestores(session.database, realAmbient, orderOf(place.project, wanted));
  }

  const restoreAll = (session: Session, { snapshots }: Met) => restore(session, snapshots);
  const remove =
    (force: boolean) =>
    (session: Session, { desktop }: Met) =>
      accept(session, place.project.projectId, desktop, { force });
  const removePart =
    (kind: 'volume' | 'snapshot') =>
    (session: Session, { desktop, volumes, snapshots }: Met) => {
      const [id] = kind === 'volume' ? volumes.slice(-1) : snapshots.slice(-1);
      return takeParts(
        session,
        place.project.projectId,
        kind,
        id === undefined ? [] : [asId<DesktopId>(id)],
        desktop,
      );
    };

  /** The work of a worker; its engine's calls are no statements of the session. */
  async function workOf({ database }: Pick<Session, 'database'>) {
    const worker = await addWorker(place.test);
    const lease = { current: () => worker, end: async () => undefined };
    const parts = { database, engine, ambient: realAmbient, logger, lease };
    return createDesktopWork({ ...parts, endFormerDisk: nothingIsRebuilt });
  }

  async function claimOf(session: Pick<Session, 'database'>, { desktop }: RestorableDesktop) {
    return (await (await workOf(session)).claim(100)).filter(({ id }) => id === desktop);
  }

  /** What the callers, the desktop, the deletions, the jobs and the log say, without the parts and their revisions. */
  const told = (ends: readonly (readonly string[])[]) =>
    ends.map((lines) =>
      lines
        .filter((line) => /^(desktop|deletion|job|log|told)/.test(line))
        .map((line) => line.replace(/ revision \d+/, '')),
    );

  it('S9, S14: of two restores of one disk one is accepted, the other one told that the desktop is busy', async () => {
    const { ends } = await place.meet(() => addDesktop(), restoreAll, restoreAll, { alike: true });
    for (const [index, lines] of told(ends).entries())
      assert.deepEqual(lines, [
        'desktop SHUTOFF updating',
        'job restoreDesktopBySnapshot WAITING 0',
        'log restore',
        ['told done, WKS.00010032', 'told WKS.00010032, done'][index],
      ]);
  });

  it('lets two restores of the same two desktops, named in another order, wait for each other without a deadlock', async () => {
    const both = async () => {
      const [one, other] = [await addDesktop(), await addDesktop()];
      return {
        ...one,
        desktops: [...one.desktops, ...other.desktops],
        all: [...one.snapshots, ...other.snapshots],
      };
    };
    const { ends, waits } = await place.meet(
      both,
      (session, { all }) => restore(session, all),
      (session, { all }) => restore(session, all.toReversed()),
    );
    assert.ok(waits > 0);
    for (const lines of told(ends)) assert.equal(lines.filter((line) => line === 'log restore').length, 2);
  });

  for (const { what, first, code } of [
    { what: 'the deletion of its desktop', first: remove(false), code: 'DPL.0436' },
    { what: 'the deletion of its disk', first: removePart('volume'), code: 'DPL.0436' },
    { what: 'the deletion of its snapshot', first: removePart('snapshot'), code: 'DPL.0436' },
  ])
    it(`S1, S9: a restore and ${what} exclude each other: whoever comes second is refused`, async () => {
      const { ends } = await place.meet(() => addDesktop(2), first, restoreAll);
      const [deleted = [], restored = []] = told(ends);
      assert.ok(deleted.includes(`told done, ${code}`), deleted.join('; '));
      assert.ok(
        deleted.every((line) => !line.startsWith('log restore')) &&
          deleted.some((line) => line.startsWith('deletion running')),
      );
      assert.ok(restored.includes('told WKS.00010032, done'), restored.join('; '));
      assert.ok(restored.every((line) => !line.startsWith('deletion')));
      assert.equal(restored.filter((line) => line === 'log restore').length, 2);
    });

  it('S9, S13: a deletion by force takes the desktop over from a restore that was accepted, or comes before it', async () => {
    const { ends } = await place.meet(() => addDesktop(), remove(true), restoreAll);
    assert.deepEqual(told(ends), [
      [
        'desktop DELETING deleting',
        'deletion running users force',
        'job deleteDesktops WAITING 0',
        'log acceptance',
        'told done, DPL.0436',
      ],
      [
        'desktop DELETING deleting',
        'deletion running users force',
        'job deleteDesktops WAITING 0',
        'job restoreDesktopBySnapshot FAILED 0 WKS.00010032',
        'log acceptance',
        'log restore',
        'told done, done',
      ],
    ]);
  });

  it('a restore and the start of its desktop exclude each other', async () => {
    const start = async (session: Session, { desktop }: Met): Promise<string | undefined> => {
      const order = {
        projectId: place.project.projectId,
        desktopIds: [desktop],
        operation: 'os-start',
        hard: false,
      } as const;
      const { failed } = await powerDesktops(session.database, realAmbient, order);
      return failed[0]?.error.code;
    };
    const { ends } = await place.meet(() => addDesktop(), start, restoreAll);
    const [started = [], restored = []] = told(ends);
    assert.ok(
      started.includes('told done, WKS.00010032') && !started.includes('log restore'),
      started.join('; '),
    );
    assert.ok(
      restored.some((line) => /^told ".+", done$/.test(line)),
      restored.join('; '),
    );
    assert.ok(restored.includes('desktop SHUTOFF updating') && restored.includes('log restore'));
  });

  interface Working extends Met {
    readonly task: DesktopTask;
  }

  /** A restore that is accepted and in the hands of a worker. */
  async function addWorking(disks = 1): Promise<Working> {
    const met = await addDesktop(disks);
    await restore(place.test, met.snapshots);
    const [task] = await claimOf(place.test, met);
    assert.ok(task !== undefined);
    return { ...met, task };
  }

  const carryOut = async (session: Session, { task }: Working): Promise<void> => {
    await (await workOf(session)).perform(task);
  };

  it('S9: what a worker was doing when a deletion by force came is said to be done before it, or not at all', async () => {
    const { ends } = await place.meet(() => addWorking(), carryOut, remove(true));
    const [done = [], taken = []] = told(ends);
    assert.ok(done.includes('log restore-receipt'), done.join('; '));
    assert.ok(done.includes('job restoreDesktopBySnapshot SUCCESS 100'));
    assert.ok(!taken.includes('log restore-receipt'), taken.join('; '));
    assert.ok(taken.includes('job restoreDesktopBySnapshot FAILED 0 WKS.00010032'));
  });

  it('S8: one that lost its claim in the middle, and the one that took over, write one statement', async () => {
    const prepare = async (): Promise<Working> => {
      // Of several disks: the task of the same job goes on after the first.
      const working = await addWorking(2);
      await place.test.pool.query('update desktops set task_due_at = now() where id = $1', [working.desktop]);
      return working;
    };
    const takeOver = async (session: Session, met: Working): Promise<void> => {
      const work = await workOf(session);
      for (const task of await work.claim(100)) if (task.id === met.desktop) await work.perform(task);
    };
    const { ends } = await place.meet(prepare, carryOut, takeOver);
    for (const lines of told(ends))
      assert.deepEqual(
        lines.filter((line) => /^job|receipt$/.test(line)),
        [
          'job restoreDesktopBySnapshot SUCCESS 100',
          'job restoreDesktopBySnapshot WAITING 0',
          'log restore-receipt',
        ],
        'the first disk is done once, the next one is left to the next look',
      );
  });

  it('says of no disk that it was put back which was not, in any of these ways', async () => {
    let receipts = 0;
    for (const met of everyMet) {
      const lines = await tellRestores(place.test, met);
      if (!lines.includes('log restore-receipt restored')) continue;
      receipts += 1;
      assert.ok(lines.includes('disk old') && lines.includes('job SUCCESS'), lines.join('; '));
    }
    assert.ok(receipts > 20 && everyMet.length > 200, `${receipts} of ${everyMet.length}`);
  });
});
