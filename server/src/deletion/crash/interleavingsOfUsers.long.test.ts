import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { realAmbient } from '../../ambient.js';
import { findOfferedProduct } from '../../catalogue/products.js';
import { acceptOrder } from '../../desktops/create/acceptOrder.js';
import { asId, type DesktopUserId } from '../../ids.js';
import { testOffer } from '../../testing/desktopRows.js';
import type { Session } from '../../testing/interleave.js';
import {
  accept,
  addMeeting,
  attach,
  claimAll,
  end,
  type Meeting,
  type MeetingPlace,
  only,
  openMeetingPlace,
} from '../../testing/interleaveLedger.js';
import { deleteUsers } from '../../users/deleteUsers.js';
import type { Claim } from '../carryOut/deletionStore.js';

describe('the end of a desktop whose people are given another, statement by statement', () => {
  let place: MeetingPlace;
  before(async () => {
    place = await openMeetingPlace();
  });
  after(() => place.close());

  interface Ending extends Meeting {
    readonly claims: readonly Claim[];
  }

  /** A desktop of one user, who is to go with it, and of which one item is left. */
  async function addEnding(): Promise<Ending> {
    const meeting = await addMeeting(place);
    await accept(place.test, place.project.projectId, meeting.desktops[0]);
    return { ...meeting, claims: await claimAll(place.test, meeting) };
  }

  const endIt = (session: Session, { claims }: Ending) => end(session, claims[0]);

  it('S10: an order of a new desktop keeps the person, or makes them anew', async () => {
    const product = findOfferedProduct(testOffer, 'workspace.x86.large');
    const [image] = testOffer.images;
    assert.ok(product !== undefined && image !== undefined);
    const { ends } = await place.meet(addEnding, endIt, async (session, { people: [name = ''] }) => {
      await acceptOrder(session.database, realAmbient, {
        projectId: place.project.projectId,
        language: 'en',
        admitUserChange: () => undefined,
        body: {
          desktop_type: 'DEDICATED',
          product_id: product.productId,
          image_id: image.id,
          root_volume: { type: 'SAS', size: 80 },
          desktops: [{ user_name: name }],
        },
        resolved: {
          product,
          image,
          imageType: 'gold',
          zone: 'zone-1',
          subnetId: place.project.subnetId,
          securityGroupIds: [],
        },
      });
    });
    assert.deepEqual(only(ends, /^(decided|has|person)/), [
      ['decided 1 deleted', 'has elsewhere 1', 'person 1'],
      ['decided 1 kept owns 1 other desktop', 'has elsewhere 1', 'person 1'],
    ]);
  });

  it('S10: an attachment to another desktop keeps the person, or is refused', async () => {
    const { ends } = await place.meet(
      async () => {
        const other = await addMeeting(place, { people: 0 });
        const ending = await addEnding();
        return { ...ending, desktops: [...ending.desktops, ...other.desktops] };
      },
      endIt,
      (session, { desktops, people }) => attach(session, place.project.projectId, desktops[1], people[0]),
    );
    assert.deepEqual(only(ends, /^(decided|has|person|job attach)/), [
      ['decided 1 deleted', 'job attachDesktops FAILED 0 WKS.00170312'],
      ['decided 1 kept owns 1 other desktop', 'has 1', 'person 1', 'job attachDesktops SUCCESS 100'],
    ]);
  });

  it('S10: a person who is deleted by name meanwhile is gone by one of both, never by none', async () => {
    const { ends } = await place.meet(
      async () => {
        const ending = await addEnding();
        const { rows } = await place.test.pool.query<{ id: string }>(
          'select id from desktop_users where user_name = any($1)',
          [ending.people],
        );
        return { ...ending, users: rows.map(({ id }) => asId<DesktopUserId>(id)) };
      },
      endIt,
      (session, { users }) => deleteUsers(session.database, place.project.projectId, users),
    );
    assert.deepEqual(only(ends, /^(decided|has|person|told)/), [
      ['decided 1 deleted', 'told true, WKS.00170312'],
      ['decided 1 deleted', 'told true, DPL.0409'],
    ]);
  });
});
