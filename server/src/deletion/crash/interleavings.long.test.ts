import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { DesktopId } from '../../ids.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  addMeeting,
  addWorker,
  claimAll,
  end,
  endItem,
  type Meeting,
  type MeetingPlace,
  openMeetingPlace,
  type Wish,
} from '../../testing/interleaveLedger.js';
import type { Claim } from '../carryOut/deletionStore.js';
import { createPostgresDeletionStore } from '../carryOut/postgresDeletionStore.js';
import { releaseItem } from '../release/releaseItem.js';

describe('workers and operators that come between each other, statement by statement', () => {
  let place: MeetingPlace;
  before(async () => {
    place = await openMeetingPlace();
  });
  after(() => place.close());

  interface Deleting extends Meeting {
    /** In the order of the desktops. */
    readonly claims: readonly Claim[];
  }

  /** Desktops whose deletion is accepted, with everything that is due in a worker's hands. */
  async function addDeleting(wish: Wish): Promise<Deleting> {
    const meeting = await addMeeting(place, wish);
    for (const desktop of meeting.desktops) await accept(place.test, place.project.projectId, desktop);
    return { ...meeting, claims: await claimAll(place.test, meeting) };
  }

  const endOf = (index: number) => (session: Session, met: Deleting) => end(session, met.claims[index]);

  const releaseOf = (index: number) => async (session: Session, met: Deleting) => {
    const [desktopId] = met.desktops;
    const itemId = met.items[index];
    assert.ok(desktopId !== undefined && itemId !== undefined);
    const by = { releasedBy: 'operator', reason: 'the host burnt down', requestId: 'request' };
    const release = { projectId: place.project.projectId, desktopId, itemId, ...by };
    // When it was is another matter each time.
    await releaseItem(session.database, release);
  };

  it('S6, S12: a deletion that two finish is finished once', async () => {
    const { ends, waits } = await place.meet(
      () => addDeleting({ kinds: ['volume', 'port'] }),
      endOf(0),
      endOf(0),
      { alike: true },
    );
    assert.ok(waits > 0);
    const rest = [
      'desktop gone revision 3',
      'deletion done users',
      'port absent delete absent',
      'volume absent delete absent',
      'decided 1 deleted',
      'job deleteDesktops SUCCESS 100',
      'mail to 1',
      'log acceptance',
      'log receipt',
    ];
    assert.deepEqual(ends, [
      [...rest, 'told true, false'],
      [...rest, 'told false, true'],
    ]);
  });

  it('S10, S11: of two desktops of the same people the first to end keeps them, the second takes them along', async () => {
    const { ends, waits } = await place.meet(
      () => addDeleting({ desktops: 2, people: 2 }),
      endOf(0),
      endOf(1),
      { alike: true },
    );
    assert.ok(waits > 0);
    for (const ending of ends) {
      assert.deepEqual(ending.filter((line) => line.startsWith('decided')).sort(), [
        'decided 1 deleted',
        'decided 1 kept owns 1 other desktop',
        'decided 2 deleted',
        'decided 2 kept owns 1 other desktop',
      ]);
      assert.ok(!ending.some((line) => line.startsWith('person')));
    }
  });

  it('S8: one item ends once, though one worker was taken for dead and another has its claim', async () => {
    const { ends } = await place.meet(
      async () => {
        const met = await addDeleting({});
        await place.test.pool.query('update workers set lease_until = now() where id = $1', [
          met.claims[0]?.worker,
        ]);
        return { ...met, heir: await addWorker(place.test) };
      },
      endOf(0),
      async (session, met) => (await createPostgresDeletionStore(session).claim(met.heir, 10)).length,
    );
    assert.deepEqual(
      ends.map((ending) => ending.at(-1)),
      ['told true, 0', 'told false, 1'],
    );
  });

  it('S8: what two workers claim at once has one of them', async () => {
    const taken: DesktopId[][] = [];
    const claim =
      (limit: number) =>
      async (session: Session, met: Meeting & { workers: Deleting['claims'][number]['worker'][] }) => {
        const worker = met.workers.pop();
        assert.ok(worker !== undefined);
        const claims = await createPostgresDeletionStore(session).claim(worker, limit);
        taken.push(claims.map(({ desktopId }) => desktopId));
        return claims.length;
      };
    for (const limit of [1, 10]) {
      const { ends } = await place.meet(
        async () => {
          const [one = [], other = []] = taken.splice(0);
          assert.ok(!one.some((desktopId) => other.includes(desktopId)));
          const meeting = await addMeeting(place, { desktops: 2 });
          for (const desktop of meeting.desktops) await accept(place.test, place.project.projectId, desktop);
          return { ...meeting, workers: [await addWorker(place.test), await addWorker(place.test)] };
        },
        claim(limit),
        claim(limit),
        { alike: true },
      );
      assert.deepEqual(
        ends.map((ending) => ending.at(-1)),
        limit === 1 ? ['told 1, 1', 'told 1, 1'] : ['told 2, 0', 'told 0, 2'],
      );
    }
  });

  it('S7: an item that ends while it is being released ends as one of both', async () => {
    const { ends } = await place.meet(() => addDeleting({}), endOf(0), releaseOf(0));
    assert.deepEqual(
      ends.map((ending) => ending.at(-1)),
      ['told true, DPL.0409', 'told false, done'],
    );
  });

  it('S7: no release is lost to a turn that ends another item meanwhile', async () => {
    const { ends } = await place.meet(
      () => addDeleting({ kinds: ['volume', 'port'] }),
      (session, met) => endItem(session, met.claims[0], met.items[0]),
      releaseOf(1),
    );
    // Whoever comes second sees what the first wrote, or has written nothing.
    assert.deepEqual(
      ends.map((ending) => [
        ending.includes('volume absent delete absent'),
        ending.includes('port present delete released'),
        ending.includes('deletion done users'),
        ending.at(-1),
      ]),
      [
        [true, true, true, 'told true, done'],
        [false, true, false, 'told false, done'],
      ],
    );
  });

  it('S7: of a release and the end of the deletion one comes first', async () => {
    const { ends } = await place.meet(
      () => addDeleting({ kinds: ['volume', 'port'] }),
      endOf(0),
      releaseOf(1),
    );
    assert.deepEqual(
      ends.map((ending) => ending.at(-1)),
      ['told true, DPL.0409', 'told false, done'],
    );
  });

  it('A4: a second call that wants the people gone is in time, or hears that the desktop is gone', async () => {
    const { ends } = await place.meet(
      async () => {
        const meeting = await addMeeting(place);
        await accept(place.test, place.project.projectId, meeting.desktops[0], { deleteUsers: false });
        return { ...meeting, claims: await claimAll(place.test, meeting) };
      },
      (session, { desktops }) => accept(session, place.project.projectId, desktops[0]),
      endOf(0),
    );
    assert.deepEqual(
      ends.map((ending) => ending.filter((line) => /^(decided|person|told)/.test(line))),
      [
        ['decided 1 deleted', 'told done, true'],
        ['decided 1 kept deletion of users was not asked for', 'person 1', 'told DPL.0404, true'],
      ],
    );
  });
});
