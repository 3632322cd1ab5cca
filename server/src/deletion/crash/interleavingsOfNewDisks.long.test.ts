import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { addDisks } from '../../desktops/disks/addDisks.js';
import { growDisks } from '../../desktops/disks/growDisks.js';
import { simulatedOffer } from '../../engines/simulated/offer.js';
import { type DesktopId, type ItemId } from '../../ids.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  addMeeting,
  type Meeting,
  type MeetingPlace,
  onlyPlanned,
  openMeetingPlace,
} from '../../testing/interleaveLedger.js';
import { takeParts } from '../../testing/interleaveParts.js';

describe('disks that are added and grow beside deletions, statement by statement', () => {
  const offer = simulatedOffer('here-1');
  let place: MeetingPlace;
  before(async () => {
    place = await openMeetingPlace();
  });
  after(() => place.close());

  const prepare = async (): Promise<Meeting> => {
    const meeting = await addMeeting(place, { kinds: ['volume'] });
    await place.test.pool.query(
      `update desktops set status = 'ACTIVE', task_status = '' where id = any($1::uuid[])`,
      [meeting.desktops],
    );
    await place.test.pool.query(
      `update items set size_gib = 10, volume_type = 'SAS', device = '/dev/vdb', is_root = false where id = any($1::uuid[])`,
      [meeting.items],
    );
    return meeting;
  };

  const add = async (session: Session, desktopId: DesktopId | undefined): Promise<void> => {
    if (desktopId === undefined) throw new Error('no desktop');
    const { projectId } = place.project;
    const disks = [{ desktopId, place: 'volumes.0', volume: { type: 'SAS', size: 10 } }];
    await addDisks(session.database, realAmbient, offer, { projectId, disks });
  };

  const grow = async (
    session: Session,
    desktopId: DesktopId | undefined,
    volumeId: ItemId | undefined,
  ): Promise<void> => {
    if (desktopId === undefined || volumeId === undefined) throw new Error('no disk');
    const { projectId } = place.project;
    const growths = [{ desktopId, volumeId, sizeGiB: 20, field: 'new_size' }];
    await growDisks(session.database, realAmbient, offer, { projectId, growths });
  };

  const remove = (session: Session, of: DesktopId | undefined, disk: ItemId | undefined) =>
    takeParts(session, place.project.projectId, 'volume', [disk], of);

  it('S1, S9: a disk is in the deletion of its desktop, or is refused', async () => {
    await place.meet(
      prepare,
      (session, { desktops: [desktop] }) => add(session, desktop),
      (session, { desktops: [desktop] }) =>
        accept(session, place.project.projectId, desktop, { force: true }),
    );
    await onlyPlanned(place);
  });

  it('S9: of a growth and a deletion of the same disk one is refused', async () => {
    const { ends } = await place.meet(
      prepare,
      (session, { desktops: [desktop], items: [disk] }) => grow(session, desktop, disk),
      (session, { desktops: [desktop], items: [disk] }) => remove(session, desktop, disk),
    );
    for (const lines of ends)
      assert.equal(lines.filter((line) => /DPL\.0409|WKS\.00010032/.test(line)).length, 1);
  });

  it('of two calls that add a disk to one desktop one is told to wait', async () => {
    const { ends } = await place.meet(
      prepare,
      (session, { desktops: [desktop] }) => add(session, desktop),
      (session, { desktops: [desktop] }) => add(session, desktop),
      { alike: true },
    );
    for (const lines of ends)
      assert.equal(lines.filter((line) => /WKS\.0407/.test(line)).length, 1, lines.join('; '));
  });
});
