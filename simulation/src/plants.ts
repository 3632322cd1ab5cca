import type { Plant } from './plant.js';
import { type Claim, type DeletionStore, EngineError, type ItemEnd } from './production.js';

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
      postpone: async (claim, change) => {
        if ((change.attempts ?? 0) < 16) return store.postpone(claim, change);
        await store.end(claim, givenUp);
      },
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
      end: (claim, end) =>
        store.end(
          claim,
          claim.keyId === null || end.ended !== 'absent'
            ? end
            : { ...end, grade: 'crypto-erased', key: { id: claim.keyId, destroyedAt: new Date(0) } },
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
  { name: 'end after one lagging look', store: changingClaims((claim) => ({ ...claim, seenAbsent: 1 })) },
  {
    name: 'looks need not follow each other',
    store: (store) => ({
      ...changingClaims((claim) => ({ ...claim, seenAbsent: claim.seenAbsent === 0 ? 0 : 1 }))(store),
      postpone: (claim, change) =>
        store.postpone(claim, { ...change, seenAbsent: Math.max(change.seenAbsent ?? 0, claim.seenAbsent) }),
    }),
  },
  { name: 'detach treated as delete', store: changingClaims((claim) => ({ ...claim, intent: 'delete' })) },
  { name: 'accept without revision check', rules: { checkRevision: false } },
  { name: 'crash forgets claim', rules: { takeOverFromDead: false } },
  { name: 'a time is whatever the clock says', rules: { keepOrderOfTimes: false } },
  { name: 'mail before the end', rules: { queueMails: 'at-acceptance' } },
  {
    name: 'a creation in flight is never made',
    store: changingClaims((claim) => ({ ...claim, creationAge: null, creationInFlight: false })),
  },
  {
    name: 'the asking process tells the age of a creation',
    store: changingClaims((claim) => ({
      ...claim,
      creationAge: claim.creationAge === null ? null : claim.creationAge + 3_600_000,
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
    store: changingClaims((claim) => ({
      ...claim,
      creationAge: claim.creationInFlight ? 0 : claim.creationAge,
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
];

const givenUp: ItemEnd = { ended: 'absent', grade: 'given up' };

function changingClaims(change: (claim: Claim) => Claim): (store: DeletionStore) => DeletionStore {
  return (store) => ({
    ...store,
    claim: async (worker, limit) => (await store.claim(worker, limit)).map((claim) => change(claim)),
  });
}
