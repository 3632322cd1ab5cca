import { createHash } from 'node:crypto';
import type { JsonObject } from '@deskplane/verify/canonicalJson.js';
import type { Opening } from '@deskplane/verify/commitment.js';
import type { Ambient } from '../ambient.js';
import { exactBytes } from '../audit/logEntry.js';
import { describeAcceptance, describeEscalation } from '../deletion/accept/describeAcceptance.js';
import type { LedgerItem } from '../deletion/ledger/ledgerDeletion.js';
import { type InventoryItem, planDeletion, stageOf } from '../deletion/plan/planDeletion.js';
import type { Deletable } from '../deletion/plan/readDeletables.js';
import type { Completion } from '../deletion/receipt/buildReceipt.js';
import type { DeletionFacts } from '../deletion/receipt/readFacts.js';
import type { EngineName } from '../engines/contract.js';
import { asId } from '../ids.js';

/** A deletion that was never carried out, as the ledger would tell of it: the same one each time. */
export interface Story {
  readonly facts: DeletionFacts;
  /** The log entry of its acceptance. */
  readonly acceptance: Buffer;
  readonly completion: Completion;
  readonly addendum: JsonObject;
  readonly openings: readonly Opening[];
  /** Whether the receipt tells of keys: those from before the first encrypted disk do not. */
  readonly tellsKeys: boolean;
}

const start = Date.UTC(2026, 0, 1, 8);
const at = (seconds: number): number => start + seconds * 1_000;
const time = (seconds: number): Date => new Date(at(seconds));
const flags = { deleteUsers: false, emailNotification: true, force: false };
const desktopId = asId<Deletable['id']>('4f0b8a52-6c1d-4e7f-9b3a-2d5e8c1f7a60');
const projectId = asId<DeletionFacts['projectId']>('0a1b2c3d4e5f60718293a4b5c6d7e8f9');
const userId = 'c0ffee00c0ffee00c0ffee00c0ffee00';
const jobId = asId<Parameters<typeof describeEscalation>[2]>('7d1f3f0e-52a8-4b0d-8f5c-95c1a6b4d2e3');
const order = {
  projectId,
  flags,
  acceptedBy: 'feedfacefeedfacefeedfacefeedface',
  actorName: 'ops',
  allowedBy: 'account-root',
  requestId: '11112222333344445555666677778888',
  language: 'en' as const,
};

/**
 * On the simulated engine everything is seen gone, in two looks. On the local one there is an end of each kind: the server is seen
 * gone by its host, a disk that was there before is seen unused, and the port is released. `keys` tells of disks of each kind:
 * with a key that goes, one whose key is not seen to go, a snapshot before its disk, one that is not encrypted.
 */
export function tellStory(engine: EngineName, subject: 'ends' | 'keys' = 'ends'): Story {
  const items = subject === 'keys' ? everyKey : engine === 'simulated' ? allGone : everyEnd;
  const desktop = desktopOf(items.map(({ item }) => item));
  const plan = planDeletion(desktop.inventory, flags);
  const ambient = ambientOf(engine);
  const { prepared, personal } = describeAcceptance(ambient, engine, { order, jobId }, { desktop, plan });
  const raised = { ...order, flags: { ...flags, deleteUsers: true } };
  const escalation = describeEscalation(raised, desktopId, jobId, new Date(at(1)));
  const raisedLater: JsonObject = JSON.parse(escalation.payload.toString('utf8'));
  const facts: DeletionFacts = {
    desktopId,
    diskOf: null,
    kind: 'desktop',
    projectId,
    engine,
    clockAheadSeconds: 0,
    instance: '5b0c1c3e-9a4f-4d57-8a53-0f6f3ad3f2a1',
    acceptance: null,
    escalations: [raisedLater],
    flags: raised.flags,
    jobIds: [jobId],
    items: items.map(({ item, facts: told }) => factsOf(item, engine, told)),
    users: [{ id: userId, name: 'ann', outcome: 'deleted', reason: null }],
  };
  const completedAt = new Date(at(6));
  return {
    facts,
    acceptance: exactBytes(prepared.payload),
    completion: { completedAt, version: '0.1.0', mails: new Map([[userId, 'sent']]) },
    addendum: {
      type: 'mail-sent',
      project_id: projectId,
      desktop_id: desktopId,
      user_id: userId,
      mail_id: '5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e',
      queued_at: completedAt.toISOString(),
      sent_at: new Date(at(7)).toISOString(),
      attempts: 1,
    },
    tellsKeys: subject === 'keys',
    openings: personal.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1)),
  };
}

interface ToldItem {
  readonly item: InventoryItem;
  readonly facts: Partial<LedgerItem>;
}

const itemOf = (
  kind: InventoryItem['kind'],
  digit: string,
  more: Partial<InventoryItem> = {},
): InventoryItem => ({
  id: asId(`${digit.repeat(8)}-1111-4111-8111-111111111111`),
  kind,
  state: 'present',
  ownership: 'created',
  providerId: asId(`${digit.repeat(8)}-2222-4222-8222-222222222222`),
  generation: asId(digit.repeat(32)),
  keyId: null,
  ...more,
});

const seenTwice = { grade: 'api-absent', ended: 'absent' } as const;
const neverAsked = { firstAskedAt: null, askedAt: null, lastAskedAt: null };
const allGone: readonly ToldItem[] = [
  { item: itemOf('server', 'a'), facts: seenTwice },
  { item: itemOf('volume', 'b'), facts: seenTwice },
  { item: itemOf('port', 'c'), facts: seenTwice },
];
const everyEnd: readonly ToldItem[] = [
  {
    item: itemOf('server', 'a'),
    facts: { ended: 'absent', grade: 'host-confirmed', firstAbsentAt: time(5) },
  },
  {
    item: itemOf('volume', 'b', { ownership: 'preexisting' }),
    facts: { ended: 'detached', grade: 'seen-unused', ...neverAsked, firstAbsentAt: null },
  },
  {
    item: itemOf('port', 'c'),
    facts: {
      ended: 'released',
      grade: null,
      observedBy: null,
      firstAbsentAt: null,
      releasedBy: order.acceptedBy,
      releaseReason: 'the host was scrapped, ticket 4711',
    },
  },
];

/** Ids of keys. */
export const storyKeys = { disk: '5c'.repeat(16), other: 'a7'.repeat(16) } as const;
const seenByHost = { ended: 'absent', grade: 'host-confirmed', firstAbsentAt: time(5) } as const;
const everyKey: readonly ToldItem[] = [
  { item: itemOf('server', 'a'), facts: seenByHost },
  {
    item: itemOf('volume', 'b', { keyId: asId(storyKeys.disk) }),
    facts: { ...seenByHost, grade: 'crypto-erased', keyDestroyedAt: time(4) },
  },
  { item: itemOf('port', 'c'), facts: seenByHost },
  { item: itemOf('snapshot', 'd', { keyId: asId(storyKeys.disk) }), facts: seenByHost },
  { item: itemOf('volume', 'e', { keyId: asId(storyKeys.other) }), facts: seenByHost },
  { item: itemOf('volume', 'f'), facts: seenByHost },
];

function factsOf(item: InventoryItem, engine: EngineName, told: Partial<LedgerItem>): LedgerItem {
  return {
    id: item.id,
    kind: item.kind,
    name: `dp-${item.id}`,
    providerId: item.providerId,
    generation: item.generation,
    ownership: item.ownership,
    intent: item.ownership === 'created' ? 'delete' : 'detach',
    stage: stageOf(item.kind),
    createdAt: time(-60),
    firstAskedAt: time(2),
    askedAt: time(3),
    lastAskedAt: time(3),
    firstAbsentAt: time(4),
    endedAt: time(5),
    attempts: 0,
    lastError: null,
    ended: 'absent',
    grade: null,
    keyId: item.keyId,
    keyDestroyedAt: null,
    observedBy: engine,
    releasedBy: null,
    releaseReason: null,
    ...told,
  };
}

function desktopOf(items: readonly InventoryItem[]): Deletable {
  const user = { id: asId<Deletable['inventory']['users'][number]['id']>(userId), otherDesktops: 0 };
  return {
    id: desktopId,
    readAt: new Date(at(0)),
    computerName: '设计部-01',
    revision: 7,
    taskStatus: '',
    taskJobId: null,
    isProtected: false,
    enterpriseProjectId: '0',
    userEnterpriseProjects: new Map([[user.id, '0']]),
    tags: new Map(),
    gone: false,
    planDigest: null,
    records: new Map(),
    inventory: {
      desktopId,
      items,
      users: [{ ...user, name: 'ann', email: 'ann@example.com' }],
      tenantSendsMail: true,
    },
  };
}

/** Salts that look random and are the same each time. */
function ambientOf(engine: EngineName): Ambient {
  let drawn = 0;
  return {
    now: () => new Date(at(0)),
    serviceNow: () => new Date(at(0)),
    uuid: () => jobId,
    randomBytes: (size) => {
      drawn += 1;
      return createHash('sha256').update(`${engine} ${drawn}`).digest().subarray(0, size);
    },
  };
}

function placeOf({ subject, field }: Opening): string {
  return `${subject} ${field}`;
}
