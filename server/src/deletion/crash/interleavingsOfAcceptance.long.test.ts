import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { retryOnConflict } from '../../database/retryOnConflict.js';
import type { DesktopAccess } from '../../desktops/access/authorizeDesktop.js';
import { detachDesktopsIn } from '../../desktops/attach/detachDesktops.js';
import { protectDesktop } from '../../desktops/change/protectDesktop.js';
import { createPostgresCreations } from '../../desktops/create/creations.js';
import { powerDesktopsIn } from '../../desktops/power/powerDesktops.js';
import { changeTags } from '../../desktops/tags/changeTags.js';
import { asId, type DesktopId, type Generation, type ItemId, type ProviderId } from '../../ids.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  acceptAll,
  addMeeting,
  addWorker,
  attach,
  type Meeting,
  type MeetingPlace,
  only,
  openMeetingPlace,
} from '../../testing/interleaveLedger.js';
import { waitUntil } from '../../testing/waitUntil.js';
import type { DeletionFlags } from '../plan/planDeletion.js';

describe('the acceptance of a deletion and whatever comes between, statement by statement', () => {
  let place: MeetingPlace;
  before(async () => {
    place = await openMeetingPlace();
  });
  after(() => place.close());

  const acceptIt =
    (flags: Partial<DeletionFlags> = {}) =>
    (session: Session, { desktops }: Meeting) =>
      accept(session, place.project.projectId, desktops[0], flags);

  const access = (): DesktopAccess => ({
    principal: {
      userId: asId('0'.repeat(32)),
      userName: 'root',
      domainId: place.project.domainId,
      domainName: 'account',
      isRoot: true,
      isOperator: true,
      iamRevision: '1',
      grants: [],
      credential: { kind: 'token', scope: { kind: 'none' } },
      context: {
        operation: 'UpdateDesktop',
        region: 'test-1',
        at: new Date(),
        sourceIp: undefined,
        projectName: undefined,
        requestId: 'request',
      },
    },
    projectId: place.project.projectId,
  });

  function theFirst<Thing>(things: readonly Thing[]): Thing {
    const [thing] = things;
    assert.ok(thing !== undefined);
    return thing;
  }

  it('A2, A4: a second one joins the first, whichever that is, and the flags are those of both', async () => {
    const { ends } = await place.meet(
      () => addMeeting(place),
      acceptIt({ deleteUsers: true }),
      acceptIt({ deleteUsers: false, force: true }),
    );
    assert.deepEqual(only(ends, /^(deletion|job|log|told)/), [
      [
        'deletion running users force',
        'job deleteDesktops WAITING 0',
        'job deleteDesktops WAITING 0',
        'log acceptance',
        'log escalation',
        'told done, done',
      ],
      [
        'deletion running users force',
        'job deleteDesktops WAITING 0',
        'job deleteDesktops WAITING 0',
        'log acceptance',
        'log escalation',
        'told done, done',
      ],
    ]);
  });

  it('S15: tags are changed before or not at all', async () => {
    const { ends } = await place.meet(
      () => addMeeting(place),
      acceptIt(),
      (session, { desktops }) =>
        changeTags(session.database, access(), theFirst(desktops), {
          put: [{ key: 'team', value: 'blue' }],
          remove: ['old'],
        }),
    );
    assert.deepEqual(only(ends, /^(desktop|tag|told)/), [
      ['desktop DELETING deleting revision 2', 'told done, WKS.00010032'],
      ['desktop DELETING deleting revision 3', 'tag team blue', 'told done, done'],
    ]);
  });

  it('S14: protection comes in time and refuses the deletion, or too late and is refused', async () => {
    const { ends } = await place.meet(
      () => addMeeting(place),
      acceptIt({ force: true }),
      (session, { desktops }) => protectDesktop(session.database, access(), theFirst(desktops), true),
    );
    assert.deepEqual(only(ends, /^(desktop|deletion|told)/), [
      ['desktop DELETING deleting revision 2', 'deletion running users force', 'told done, WKS.00010032'],
      ['desktop ACTIVE protected revision 2', 'told DPL.0423, done'],
    ]);
  });

  it('S10, S12: who gets the desktop before is decided about and written to, who comes after gets nothing', async () => {
    const { ends } = await place.meet(
      async () => {
        const { people, ...meeting } = await addMeeting(place, { people: 1 });
        const other = await addMeeting(place, { people: 1 });
        return { ...meeting, people: [...people, ...other.people] };
      },
      acceptIt(),
      (session, { desktops, people }) => attach(session, place.project.projectId, desktops[0], people[1]),
    );
    assert.deepEqual(only(ends, /^(decided|has \d|job attach)/), [
      ['decided 1', 'has 1', 'job attachDesktops FAILED 0 WKS.00010032'],
      ['decided 1', 'decided 2', 'has 1', 'has 2', 'job attachDesktops SUCCESS 100'],
    ]);
  });

  it('S10: who is taken off before is not decided about, who is to be taken off after stays', async () => {
    const { ends } = await place.meet(
      () => addMeeting(place),
      acceptIt(),
      (session, { desktops }) =>
        retryOnConflict(() =>
          session.database.transaction().execute(async (transaction) => {
            const { failed } = await detachDesktopsIn(transaction, realAmbient, {
              projectId: place.project.projectId,
              orders: [{ desktopId: theFirst(desktops), users: 'all' }],
              jobType: 'detachDesktops',
              shutOff: false,
            });
            return failed[0]?.error.code;
          }),
        ),
    );
    assert.deepEqual(only(ends, /^(decided|has \d|told)/), [
      ['decided 1', 'has 1', 'told done, "WKS.00010032"'],
      ['told done, done'],
    ]);
  });

  it('L1: a desktop that is switched off meanwhile is busy, or is not switched any more', async () => {
    const { ends } = await place.meet(
      () => addMeeting(place),
      acceptIt(),
      (session, { desktops }) =>
        retryOnConflict(() =>
          session.database.transaction().execute(async (transaction) => {
            const { failed } = await powerDesktopsIn(transaction, realAmbient, {
              projectId: place.project.projectId,
              desktopIds: desktops,
              operation: 'os-stop',
              hard: false,
            });
            return failed[0]?.error.code;
          }),
        ),
    );
    assert.deepEqual(only(ends, /^(deletion|told)/), [
      ['deletion running users', 'told done, "WKS.00010032"'],
      ['told WKS.00010032, done'],
    ]);
  });

  interface Uncreated extends Meeting {
    readonly item: ItemId;
    readonly worker: Awaited<ReturnType<typeof addWorker>>;
  }

  /** A desktop with an item that a worker is about to ask for, or has asked for. */
  async function addUncreated(): Promise<Uncreated> {
    const meeting = await addMeeting(place);
    const worker = await addWorker(place.test);
    const item = theFirst(meeting.items);
    await place.test.pool.query(
      `update items set state = 'intended', provider_id = null, generation = null where id = $1`,
      [item],
    );
    await place.test.pool.query(
      `update desktops set status = '', task_status = 'scheduling', task_worker = $2 where id = $1`,
      [theFirst(meeting.desktops), worker],
    );
    return { ...meeting, item, worker };
  }

  const createIt = (session: Session, { item }: Uncreated) =>
    createPostgresCreations(session.database).recordCreation(item, {
      kind: 'volume',
      id: asId<ProviderId>(realAmbient.uuid()),
      generation: asId<Generation>(realAmbient.uuid()),
    });

  it('S1, D7: a birth that is written down meanwhile is of an item that the deletion has, never of none', async () => {
    const { ends } = await place.meet(addUncreated, acceptIt({ force: true }), createIt);
    assert.deepEqual(only(ends, /^(volume|told)/), [
      ['volume present delete due', 'told done, true'],
      ['volume present delete due', 'told done, true'],
    ]);
  });

  it('S9, D7: nothing is asked for any more once the deletion is accepted', async () => {
    const { ends } = await place.meet(
      addUncreated,
      acceptIt({ force: true }),
      async (session, { item, worker }) =>
        (await createPostgresCreations(session.database).recordAsking(item, worker)) !== undefined,
    );
    assert.deepEqual(only(ends, /^told/), [['told done, false'], ['told done, true']]);
  });

  it('D7: a birth that comes late and the next asking for the same item do not wait for each other', async () => {
    const { ends } = await place.meet(
      addUncreated,
      async (session, { item, worker }) =>
        (await createPostgresCreations(session.database).recordAsking(item, worker)) !== undefined,
      createIt,
    );
    assert.deepEqual(only(ends, /^(volume|told)/), [
      ['volume present', 'told true, true'],
      ['volume present', 'told false, true'],
    ]);
  });

  it('A5: two batches over the same desktops in opposite order delete each once', async () => {
    const { ends } = await place.meet(
      () => addMeeting(place, { desktops: 3 }),
      (session, { desktops }) => acceptAll(session, place.project.projectId, desktops.slice(0, 2)),
      (session, { desktops }) => acceptAll(session, place.project.projectId, desktops.toReversed()),
    );
    assert.deepEqual(ends[0], ends[1]);
    assert.deepEqual(only(ends, /^(deletion|log|job|told)/)[0], [
      ...Array.from({ length: 3 }, () => 'deletion running users'),
      ...Array.from({ length: 5 }, () => 'job deleteDesktops WAITING 0'),
      ...Array.from({ length: 3 }, () => 'log acceptance'),
      'told done, done',
    ]);
  });

  it('A5: a batch locks its desktops in the order of their ids, so that no two batches wait for each other', async () => {
    const { pool } = place.test;
    const { desktops } = await addMeeting(place, { desktops: 5 });
    // The table's own order is the opposite.
    for (const id of desktops.toReversed())
      await pool.query('update desktops set computer_name = $2 where id = $1', [id, `x${id}`]);
    const middle = desktops[2];
    const holder = await pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select from desktops where id = $1 for update', [middle]);
      const accepted = acceptAll(place.test, place.project.projectId, desktops);
      await waitUntil(async () => {
        const waiting = await pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return waiting.rows.length > 0;
      }, 'the batch to wait');
      const { rows } = await pool.query<{ id: DesktopId }>(
        'select id from desktops where id = any($1) order by id for update skip locked',
        [desktops],
      );
      assert.deepEqual(
        rows.map((row) => row.id),
        desktops.slice(3),
      );
      await holder.query('commit');
      await accepted;
    } finally {
      holder.release();
    }
  });
});
