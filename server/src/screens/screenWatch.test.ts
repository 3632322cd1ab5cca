import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { realAmbient } from '../ambient.js';
import { ApiError } from '../errors/errors.js';
import type { StandingGatekeeper } from '../iam/gatekeeper.js';
import { asId, type DesktopId, type DomainId, type IamUserId, type ProjectId } from '../ids.js';
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.js';
import { waitUntil } from '../testing/waitUntil.js';
import type { EndReason } from './screenState.js';
import { createScreenWatch, type Seat } from './screenWatch.js';

let connections: TestDatabase;
before(async () => {
  connections = await createTestDatabase();
});
after(() => connections.drop());

/** A seat whose viewer is told from others by his access key. */
function seatOf(accessKey: string): Seat & { readonly ended: EndReason[] } {
  const ended: EndReason[] = [];
  const viewer = {
    userId: asId<IamUserId>('0'.repeat(32)),
    userName: accessKey,
    domainId: asId<DomainId>('1'.repeat(32)),
    projectId: asId<ProjectId>('2'.repeat(32)),
    desktopId: asId<DesktopId>(randomUUID()),
    proof: { kind: 'key' as const, accessKey },
  };
  const end = (why: EndReason): void => void ended.push(why);
  return { viewer, sourceIp: undefined, showOnlookers: () => undefined, end, ended };
}

describe('D12: the watch over viewers', () => {
  it('waits for no answer about one to cut another, and cuts him about whom none comes', async () => {
    const never = new AbortController();
    const answer = new Promise<never>((_, reject) => {
      never.signal.addEventListener('abort', () => reject(new Error('over')));
    });
    const gatekeeper: StandingGatekeeper = {
      authenticate: () => answer,
      admitToProject: () => answer,
      protectRoot: async () => undefined,
      authenticateProof: async (proof) => {
        if (proof.kind === 'key' && proof.accessKey === 'late') return answer;
        throw new ApiError('APIGW.0301', ['the access key is no longer good']);
      },
    };
    // Nothing is known of these desktops, so the database is kept from telling before the gatekeeper does.
    const holder = await connections.pool.connect();
    await holder.query('begin');
    await holder.query('lock table desktops, screen_hosts in access exclusive mode');
    const watch = createScreenWatch({
      ...connections,
      gatekeeper,
      admitDeskViewer: async () => undefined,
      ambient: realAmbient,
      region: 'test-1',
      logger: pino({ level: 'silent' }),
      hostId: randomUUID(),
      onLost: async () => undefined,
      doubtMs: 1500,
    });
    const [slow, quick] = [seatOf('late'), seatOf('gone')];
    watch.take(slow);
    await waitUntil(() => watch.seats.size === 1, 'the first sits');
    watch.take(quick);
    await waitUntil(() => quick.ended.includes('rights'), 'the one without rights is cut');
    assert.ok(!slow.ended.includes('rights'));
    await waitUntil(() => slow.ended.includes('lost'), 'the one in doubt is cut');
    await holder.query('rollback');
    holder.release();
    never.abort();
    await watch.stop();
  });
});
