import type { Plant } from './plant.js';
import {
  type Claim,
  type CreationRecord,
  type Deletable,
  EngineError,
  type ItemState,
} from './production.js';

/** Every bug that there is to put in. */
export const plants: readonly Plant[] = [
  {
    name: 'time-out is absence',
    engine: (engine) => ({
      ...engine,
      observe: (ref) =>
        engine.observe(ref).catch((error: unknown) => {
          if (!(error instanceof EngineError) || error.reason !== 'timeout') throw error;
          return { state: 'absent', grade: 'api-absent' };
        }),
    }),
  },
  {
    name: 'a host that is down has nothing',
    engine: (engine) => ({
      ...engine,
      observe: async (ref) => {
        const seen = await engine.observe(ref);
        return seen.state === 'unknown' ? { state: 'absent', grade: 'api-absent' } : seen;
      },
    }),
  },
  {
    name: 'drop after 16 tries',
    store: (store) => ({
      ...store,
      record: (claim, progress) =>
        store.record(claim, { ...progress, items: progress.items.map((item) => giveUp(claim, item)) }),
    }),
  },
  {
    name: 'any key is the right one',
    engine: (engine) => ({
      ...engine,
      observe: async (ref) => {
        const seen = await engine.observe(ref);
        return seen.state === 'absent' && seen.grade === 'crypto-erased'
          ? { state: 'absent', grade: 'host-confirmed' }
          : seen;
      },
    }),
  },
  {
    name: 'what is gone has no key left',
    store: (store) => ({
      ...store,
      record: (claim, progress) =>
        store.record(claim, { ...progress, items: progress.items.map((item) => loseKey(claim, item)) }),
      finish: (claim, items) =>
        store.finish(
          claim,
          items.map((item) => loseKey(claim, item)),
        ),
    }),
  },
  { name: 'no fence', rules: { fenceClaims: false } },
  { name: 'decide the user before the desktop ends', rules: { decideUsers: 'at-acceptance' } },
  { name: 'count without locking the user', rules: { lockUsers: false } },
  {
    name: 'ask by id without generation',
    engine: (engine, truth) => ({
      ...engine,
      remove: (ref, how) => {
        const present = truth.things.get(`${ref.kind}:${ref.id}`);
        return engine.remove({ ...ref, generation: present?.generation ?? ref.generation }, how);
      },
      observe: (ref) => {
        const present = truth.things.get(`${ref.kind}:${ref.id}`);
        return engine.observe({ ...ref, generation: present?.generation ?? ref.generation });
      },
    }),
  },
  { name: 'end after one lagging look', ...changingItems((item) => ({ ...item, seenAbsent: 1 })) },
  {
    name: 'two deletions look at one disk',
    ...changingRecords((record) => ({ ...record, goesAlone: false })),
  },
  { name: 'looks need not follow each other', rules: { countLooksInRow: false } },
  { name: 'detach treated as delete', ...changingItems((item) => ({ ...item, intent: 'delete' })) },
  { name: 'accept without revision check', rules: { checkRevision: false } },
  { name: 'crash forgets claim', rules: { takeOverFromDead: false } },
  { name: 'a claim that was granted is for ever', rules: { boundGrants: false } },
  { name: 'nobody asked, says who took over', rules: { doubtTheLost: false } },
  { name: 'the next stage begins off the record', rules: { recordStages: false } },
  { name: 'a time is whatever the clock says', rules: { keepOrderOfTimes: false } },
  { name: 'mail before the end', rules: { queueMails: 'at-acceptance' } },
  {
    name: 'a creation in flight is never made',
    ...changingRecords((record) => ({ ...record, creationAge: null, creationInFlight: false })),
  },
  {
    name: 'the asking process tells the age of a creation',
    ...changingRecords((record) => ({
      ...record,
      creationAge: record.creationAge === null ? null : record.creationAge + 3_600_000,
    })),
  },
  {
    name: 'a lost answer is a refusal',
    creations: (creations) => ({
      ...creations,
      recordFailedAsking: (asking) => creations.recordFailedAsking({ ...asking, askedBefore: false }, true),
    }),
  },
  {
    name: 'a living worker never forgets a creation',
    ...changingRecords((record) => ({
      ...record,
      creationAge: record.creationInFlight ? 0 : record.creationAge,
    })),
  },
  {
    name: 'force leaves the ports',
    acceptance: (store) => ({
      ...store,
      accept: (acceptance) => {
        const leaving = ({ plan, ...rest }: (typeof acceptance.plans)[number]) => ({
          ...rest,
          plan: { ...plan, items: plan.items.filter((item) => item.kind !== 'port') },
        });
        const plans = acceptance.order.flags.force ? acceptance.plans.map(leaving) : acceptance.plans;
        return store.accept({ ...acceptance, plans });
      },
    }),
  },
  {
    name: 'a running deletion forgets its plan',
    acceptance: (store) => ({
      ...store,
      read: async (projectId, ids) => {
        const found = await store.read(projectId, ids);
        return new Map([...found].map(([id, desktop]) => [id, { ...desktop, planDigest: null }]));
      },
    }),
  },
  {
    name: 'protection is not looked at',
    acceptance: (store) => ({
      ...store,
      read: async (projectId, ids) => {
        const found = await store.read(projectId, ids);
        return new Map([...found].map(([id, desktop]) => [id, { ...desktop, isProtected: false }]));
      },
    }),
  },
  {
    name: 'a disk does not wait for its snapshots',
    acceptance: (store) => ({
      ...store,
      accept: (acceptance) =>
        store.accept({
          ...acceptance,
          plans: acceptance.plans.map(({ plan, ...rest }) => ({
            ...rest,
            plan: {
              ...plan,
              items: plan.items.map((item) => (item.kind === 'snapshot' ? { ...item, stage: 1 } : item)),
            },
          })),
        }),
    }),
  },
  {
    name: 'snapshots are forgotten',
    acceptance: (store) => ({
      ...store,
      read: async (projectId, ids) => {
        const found = await store.read(projectId, ids);
        const without = ({ inventory, ...rest }: Deletable): Deletable =>
          rest.part?.kind === 'snapshot'
            ? { ...rest, inventory }
            : {
                ...rest,
                inventory: { ...inventory, items: inventory.items.filter(({ kind }) => kind !== 'snapshot') },
              };
        return new Map([...found].map(([id, desktop]) => [id, without(desktop)]));
      },
    }),
  },
];

function giveUp(claim: Claim, item: ItemState): ItemState {
  if ((item.attempts ?? 0) < 16) return item;
  return { ...item, ended: 'absent', grade: 'given up', endedAt: claim.now() };
}

function loseKey({ records, acceptedAt }: Claim, item: ItemState): ItemState {
  const keyId = records.get(item.id)?.keyId ?? null;
  if (keyId === null || item.ended !== 'absent') return item;
  return { ...item, grade: 'crypto-erased', keyDestroyedAt: acceptedAt };
}

type ChangingClaims = Required<Pick<Plant, 'store' | 'granted'>>;

function changingClaims(change: (claim: Claim) => Claim): ChangingClaims {
  return {
    store: (store) => ({
      ...store,
      claim: async (worker, limit) => (await store.claim(worker, limit)).map(change),
    }),
    granted: (claims) => claims.map(change),
  };
}

function changingItems(change: (item: ItemState) => ItemState): ChangingClaims {
  return changingClaims((claim) => ({
    ...claim,
    items: claim.items.map((item) => (item.ended === undefined ? change(item) : item)),
  }));
}

function changingRecords(change: (record: CreationRecord) => CreationRecord): ChangingClaims {
  return changingClaims((claim) => ({
    ...claim,
    records: new Map([...claim.records].map(([id, record]) => [id, change(record)])),
  }));
}
