import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { changeWords } from '../../desktops/change/changeServer.js';
import { switchDisks } from '../../desktops/change/systemDisks.js';
import { claimTasks, type DesktopTask, nextStage } from '../../desktops/tasks/taskQueries.js';
import { simulatedOffer } from '../../engines/simulated/offer.js';
import { asId, type DesktopId, type IamUserId, type ItemId } from '../../ids.js';
import { simulatedLinux } from '../../testing/desktopCalls.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  addMeeting,
  addWorker,
  type Meeting,
  type MeetingPlace,
  onlyPlanned,
  openMeetingPlace,
} from '../../testing/interleaveLedger.js';
import { takeParts } from '../../testing/interleaveParts.js';
import { endFormerDisk } from '../accept/endFormerDisk.js';
import { acceptRebuilds } from '../rebuild/acceptRebuilds.js';

describe('rebuilds beside deletions, statement by statement', () => {
  const offer = simulatedOffer('here-1');
  let place: MeetingPlace;
  before(async () => {
    place = await openMeetingPlace();
  });
  after(() => place.close());

  /** A desktop that runs, with a system disk and a data disk. */
  const prepare = async (): Promise<Meeting> => {
    const { pool } = place.test;
    await pool.query('update desktops set task_due_at = null where task_due_at is not null');
    const meeting = await addMeeting(place, { kinds: ['server', 'volume', 'volume'] });
    for (const [index, device] of [
      [1, '/dev/vda'],
      [2, '/dev/vdb'],
    ] as const)
      await pool.query(
        `update items set size_gib = 10, volume_type = 'SAS', device = $2, is_root = $3 where id = $1`,
        [meeting.items[index], device, index === 1],
      );
    return meeting;
  };

  const rebuild = async (session: Pick<Session, 'database'>, desktopId: DesktopId | undefined) => {
    if (desktopId === undefined) throw new Error('no desktop');
    await acceptRebuilds(session.database, realAmbient, offer, {
      projectId: place.project.projectId,
      desktopIds: [desktopId],
      image: { imageId: simulatedLinux, imageType: 'gold' },
      digests: undefined,
      userId: asId<IamUserId>('caller'),
      userName: 'caller',
      requestId: 'request',
      allowedBy: new Map([[desktopId, 'account-root']]),
    });
  };

  const remove = (session: Session, of: DesktopId | undefined, disk: ItemId | undefined) =>
    takeParts(session, place.project.projectId, 'volume', [disk], of);

  const force = (session: Session, desktopId: DesktopId | undefined) =>
    accept(session, place.project.projectId, desktopId, { force: true });

  it('S1, S9: the new system disk is in the deletion of its desktop, or the rebuild is refused', async () => {
    await place.meet(
      prepare,
      (session, { desktops: [desktop] }) => rebuild(session, desktop),
      (session, { desktops: [desktop] }) => force(session, desktop),
    );
    await onlyPlanned(place);
  });

  it('of two calls that rebuild one desktop one is refused', async () => {
    const { ends } = await place.meet(
      prepare,
      (session, { desktops: [desktop] }) => rebuild(session, desktop),
      (session, { desktops: [desktop] }) => rebuild(session, desktop),
      { alike: true },
    );
    for (const lines of ends)
      assert.equal(lines.filter((line) => /^told .*WKS\.00010032/.test(line)).length, 1, lines.join('; '));
  });

  it('a data disk goes beside the rebuild that comes after, and not during one', async () => {
    const { ends } = await place.meet(
      prepare,
      (session, { desktops: [desktop] }) => rebuild(session, desktop),
      (session, { desktops: [desktop], items: [, , disk] }) => remove(session, desktop, disk),
    );
    assert.deepEqual(countOf(ends, 'told done, WKS.00010032'), [1, 0]);
  });

  interface Rebuilding extends Meeting {
    readonly task: DesktopTask;
  }

  /** The same when the engine has replaced the disk, and a worker is about to write that down. */
  async function prepareSwitch(): Promise<Rebuilding> {
    const meeting = await prepare();
    const { database, pool } = place.test;
    await rebuild({ database }, meeting.desktops[0]);
    await pool.query(
      `update items set state = 'present', provider_id = gen_random_uuid(), generation = gen_random_uuid()
       where desktop_id = $1 and place = 'next'`,
      [meeting.desktops[0]],
    );
    const tasks = await claimTasks(database, await addWorker(place.test), 10);
    const task = tasks.find(({ id }) => id === meeting.desktops[0]);
    assert.ok(task !== undefined);
    return { ...meeting, task };
  }

  /** What a worker writes down once the engine has replaced the disk. */
  async function write({ database }: Session, { task }: Rebuilding): Promise<void> {
    const change = task.task_change;
    assert.ok(change?.kind === 'rebuild');
    const parts = {
      endFormerDisk: (
        ...[transaction, former]: Parameters<Parameters<typeof switchDisks>[0]['endFormerDisk']>
      ) => endFormerDisk({ ambient: realAmbient, engineName: 'simulated' }, transaction, former),
    };
    await nextStage(database, task, {
      change: { ...change, stage: 'start' },
      word: changeWords.rebuild.start,
      columns: { image_id: change.imageId, image_type: change.imageType },
      alongside: (transaction) => switchDisks(parts, transaction, task, change),
    });
  }

  it('S1, S9: a deletion by force has both system disks, whether the former goes already or not', async () => {
    const { ends } = await place.meet(prepareSwitch, write, (session, { desktops: [desktop] }) =>
      force(session, desktop),
    );
    await onlyPlanned(place);
    assert.deepEqual(countOf(ends, 'job deleteVolumes'), [1, 0]);
    assert.deepEqual(countOf(ends, 'volume present delete due'), [3, 3]);
  });
});

/** How many lines of each end begin so. */
function countOf(ends: readonly (readonly string[])[], start: string): number[] {
  return ends.map((lines) => lines.filter((line) => line.startsWith(start)).length);
}
