import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { asId, type DesktopId } from '../../ids.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  addMeeting,
  claimAll,
  end,
  endItem,
  type Meeting,
  type MeetingPlace,
  only,
  openMeetingPlace,
} from '../../testing/interleaveLedger.js';
import { takeParts } from '../../testing/interleaveParts.js';
import type { Claim } from '../carryOut/deletionStore.js';

describe('disks that go beside their desktop, statement by statement', () => {
  let place: MeetingPlace;
  before(async () => {
    place = await openMeetingPlace();
  });
  after(() => place.close());

  /** A desktop, and after it its disks, which deletions know by their own ids. */
  async function addDisks(): Promise<Meeting> {
    const meeting = await addMeeting(place, { kinds: ['volume', 'volume'] });
    return { ...meeting, desktops: [...meeting.desktops, ...meeting.items.map((id) => asId<DesktopId>(id))] };
  }

  const takeDisks = (session: Session, ids: readonly (DesktopId | undefined)[], of?: DesktopId) =>
    takeParts(session, place.project.projectId, 'volume', ids, of);

  it('A2: two calls for one disk are one deletion, which both jobs tell of', async () => {
    const { ends } = await place.meet(
      addDisks,
      (session, { desktops: [desktop, disk] }) => takeDisks(session, [disk], desktop),
      (session, { desktops: [desktop, disk] }) => takeDisks(session, [disk], desktop),
      { alike: true },
    );
    for (const lines of only(ends, /^(deletion|job|log)/)) {
      const jobs = ['job deleteVolumes WAITING 0', 'job deleteVolumes WAITING 0'];
      assert.deepEqual(lines, ['deletion running', ...jobs, 'log acceptance']);
    }
  });

  it('S1: a call for both disks and one for one of them delete each of them once', async () => {
    const { ends } = await place.meet(
      addDisks,
      (session, { desktops: [desktop, one, two] }) => takeDisks(session, [one, two], desktop),
      (session, { desktops: [desktop, , two] }) => takeDisks(session, [two], desktop),
    );
    for (const lines of only(ends, /^(deletion|log)/))
      assert.deepEqual(lines, ['deletion running', 'deletion running', 'log acceptance', 'log acceptance']);
  });

  it('S1: a disk and its desktop are both deleted, or the disk is refused because it goes with its desktop', async () => {
    const { ends } = await place.meet(
      addDisks,
      (session, { desktops: [desktop, disk] }) => takeDisks(session, [disk], desktop),
      (session, { desktops: [desktop] }) => accept(session, place.project.projectId, desktop),
    );
    for (const lines of only(ends, /^(deletion|told)/)) {
      const refused = lines.some((line) => /DPL\.0431/.test(line));
      assert.equal(
        lines.filter((line) => line.startsWith('deletion')).length,
        refused ? 1 : 2,
        lines.join('; '),
      );
    }
  });

  it('S6: the ends of a disk and of its desktop both are, whichever comes first, each with a receipt', async () => {
    interface Ending extends Meeting {
      readonly claims: readonly Claim[];
    }
    const prepare = async (): Promise<Ending> => {
      const meeting = await addDisks();
      const [desktop, disk] = meeting.desktops;
      await takeDisks(place.test, [disk], desktop);
      await accept(place.test, place.project.projectId, desktop);
      return { ...meeting, claims: await claimAll(place.test, meeting) };
    };
    const { ends } = await place.meet(
      prepare,
      (session, { claims }) => end(session, claims[0]),
      (session, { claims }) => end(session, claims[1]),
    );
    for (const lines of only(ends, /^(deletion|volume|job|log receipt|told)/)) {
      assert.deepEqual(
        lines.filter((line) => !line.startsWith('volume')),
        [
          'deletion done users',
          'deletion done',
          'job deleteDesktops SUCCESS 100',
          'job deleteVolumes SUCCESS 100',
          'log receipt',
          'log receipt',
          'told true, true',
        ].filter((line) => lines.includes(line)),
      );
      assert.equal(lines.filter((line) => line === 'log receipt').length, 2);
      assert.ok(lines.filter((line) => line.startsWith('volume')).every((line) => /absent/.test(line)));
    }
  });

  for (const [what, joins] of [
    ['accepted', false],
    ['asked for again', true],
  ] as const) {
    /** A worker has a disk that goes alone; where the call is to join, its desktop goes too. */
    const prepareAlone = async () => {
      const meeting = await addDisks();
      const [desktop, disk] = meeting.desktops;
      await takeDisks(place.test, [disk], desktop);
      const claims = await claimAll(place.test, meeting);
      if (joins) await accept(place.test, place.project.projectId, desktop);
      return { ...meeting, claims };
    };
    const acceptIt = (session: Session, { desktops: [desktop] }: Meeting) =>
      accept(session, place.project.projectId, desktop);

    it(`L1, D5: the deletion of a desktop is ${what} while a disk of it is seen gone, whose claim holds`, async () => {
      const { ends } = await place.meet(prepareAlone, acceptIt, (session, { claims, items }) =>
        endItem(session, claims[0], items[0]),
      );
      for (const lines of only(ends, /^told/)) assert.deepEqual(lines, ['told done, true']);
    });
  }
});
