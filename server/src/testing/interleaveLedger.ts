import assert from 'node:assert/strict';
import { realAmbient } from '../ambient.js';
import { type DeletionOrder } from '../deletion/accept/acceptanceStore.js';
import { acceptDeletion, acceptDeletions } from '../deletion/accept/acceptDeletions.js';
import { createPostgresAcceptanceStore } from '../deletion/accept/postgresAcceptanceStore.js';
import type { Claim } from '../deletion/carryOut/deletionStore.js';
import { createPostgresDeletionStore } from '../deletion/carryOut/postgresDeletionStore.js';
import { type ItemState, notBefore } from '../deletion/ledger/itemState.js';
import type { DeletionFlags } from '../deletion/plan/planDeletion.js';
import { attachDesktops } from '../desktops/attach/attachDesktops.js';
import type { ItemKind } from '../engines/contract.js';
import { ApiError } from '../errors/errors.js';
import {
  asId,
  type DesktopId,
  type Generation,
  type ItemId,
  type ProjectId,
  type ProviderId,
  type WorkerId,
} from '../ids.js';
import { addDesktop, addUser, type TestProject } from './desktopRows.js';
import { createInterleaver, type Explored, type Session } from './interleave.js';
import { createOpenedProject } from './openedProject.js';
import { addItem } from './plantItems.js';
import type { TestDatabase } from './testDatabase.js';

/** Where operations are made to meet. */
export interface MeetingPlace {
  readonly test: TestDatabase;
  readonly project: TestProject;
  /**
   * Puts two operations together in every way, and holds what the ledger says in the end, and what each caller was told, to
   * what one after the other leads to. No deadlock is let pass, not even one that would be tried again.
   */
  meet<Met extends Meeting>(
    prepare: () => Promise<Met>,
    first: (session: Session, met: Met) => Promise<unknown>,
    second: (session: Session, met: Met) => Promise<unknown>,
    options?: { readonly alike?: boolean },
  ): Promise<Explored>;
  close(): Promise<void>;
}

export async function openMeetingPlace(): Promise<MeetingPlace> {
  const { test, project } = await createOpenedProject();
  const interleaver = await createInterleaver(test);
  return {
    test,
    project,
    meet: async (prepare, first, second, options = {}) => {
      const explored = await interleaver.inEveryWay({
        ...options,
        prepare,
        first,
        second,
        describe: async (met, told) => [
          ...(await readLedger(test, met)),
          `told ${told.first}, ${told.second}`,
        ],
      });
      assert.equal(explored.deadlocks, 0);
      return explored;
    },
    close: async () => {
      await interleaver.close();
      await test.drop();
    },
  };
}

/** A desktop that two operations meet on. */
export interface Meeting {
  readonly desktops: readonly DesktopId[];
  /** Names of people, made up for this once. */
  readonly people: readonly string[];
  readonly items: readonly ItemId[];
}

export interface Wish {
  /** How many desktops. */
  readonly desktops?: number;
  /** What each is made of. */
  readonly kinds?: readonly ItemKind[];
  /** How many people have each of the desktops. */
  readonly people?: number;
}

let met = 0;

/** Desktops, all alike, in the order of their ids; what was left of earlier ones is out of every worker's way. */
export async function addMeeting(
  { test: { pool, database }, project }: MeetingPlace,
  wish: Wish = {},
): Promise<Meeting> {
  await pool.query(
    `update deletion_progress set due_at = 'infinity', worker = null where due_at < 'infinity'`,
  );
  met += 1;
  const desktops: DesktopId[] = [];
  const items: ItemId[] = [];
  for (let index = 0; index < (wish.desktops ?? 1); index += 1)
    desktops.push(await addDesktop(database, project, { desktop_type: 'SHARED' }));
  desktops.sort();
  const people = Array.from({ length: wish.people ?? 1 }, (_, index) => `p${met}x${index}`);
  for (const name of people) await addUser(database, project, name, desktops);
  for (const desktop of desktops) {
    for (const kind of wish.kinds ?? ['volume']) {
      const { id } = await addItem(database, project, desktop, {
        kind,
        state: 'present',
        provider_id: asId<ProviderId>(realAmbient.uuid()),
        generation: asId<Generation>(realAmbient.uuid()),
      });
      items.push(id);
    }
  }
  return { desktops, people, items };
}

const everything: DeletionFlags = { deleteUsers: true, emailNotification: true, force: false };

function orderOf(projectId: ProjectId, flags: DeletionFlags): DeletionOrder {
  const caller = {
    acceptedBy: 'caller',
    actorName: 'caller',
    allowedBy: 'account-root',
    requestId: 'request',
  };
  return { projectId, flags, language: 'en', ...caller };
}

/** DELETE of a desktop, as its route does it. @throws {ApiError} as the caller is told */
export async function accept(
  session: Session,
  projectId: ProjectId,
  desktopId: DesktopId | undefined,
  flags: Partial<DeletionFlags> = {},
): Promise<void> {
  if (desktopId === undefined) throw new Error('no desktop to delete');
  const store = createPostgresAcceptanceStore(session.pool, realAmbient, 'simulated');
  const known = (await store.read(projectId, [desktopId])).get(desktopId);
  if (known === undefined) throw new ApiError('DPL.0404', ['desktop']);
  await acceptDeletion(store, realAmbient, orderOf(projectId, { ...everything, ...flags }), known, {});
}

/** The deletion of many, as its route does it. */
export async function acceptAll(
  session: Session,
  projectId: ProjectId,
  desktopIds: readonly DesktopId[],
): Promise<void> {
  const store = createPostgresAcceptanceStore(session.pool, realAmbient, 'simulated');
  const known = await store.read(projectId, desktopIds);
  await acceptDeletions(store, realAmbient, orderOf(projectId, everything), desktopIds, known);
}

/** Gives a desktop to a user, as its route does it; the job tells what came of it. */
export async function attach(
  session: Session,
  projectId: ProjectId,
  desktopId: DesktopId | undefined,
  name: string | undefined,
): Promise<void> {
  if (desktopId === undefined || name === undefined) throw new Error('nothing to attach');
  const users = [{ name, id: '', email: '', group: 'default', at: 'desktops.0.', isGroup: false }];
  const orders = [{ desktopId, users, computerName: '', clearsData: false }];
  await attachDesktops(
    session.database,
    realAmbient,
    { projectId, orders, language: 'en', images: [] },
    () => undefined,
  );
}

/** A worker that lives. */
export async function addWorker({ pool }: TestDatabase): Promise<WorkerId> {
  const worker = asId<WorkerId>(realAmbient.uuid());
  await pool.query(`insert into workers (id, lease_until) values ($1, now() + interval '1 hour')`, [worker]);
  return worker;
}

/** The deletions of desktops, in the hands of one worker, in their order. */
export async function claimAll(test: TestDatabase, { desktops }: Meeting): Promise<readonly Claim[]> {
  const worker = await addWorker(test);
  const claims = await createPostgresDeletionStore(test).claim(worker, 100);
  return claims.toSorted((one, other) => desktops.indexOf(one.desktopId) - desktops.indexOf(other.desktopId));
}

/** Ends a deletion, with every item seen absent. @returns whether the claim held */
export function end(session: Session, claim: Claim | undefined): Promise<boolean> {
  if (claim === undefined) throw new Error('nothing was claimed');
  const items = claim.items.map((item) => (item.ended === undefined ? absent(claim, item) : item));
  return createPostgresDeletionStore(session).finish(claim, items);
}

/** Gives a claim back with an item seen absent. @returns whether the claim held */
export function endItem(
  session: Session,
  claim: Claim | undefined,
  itemId: ItemId | undefined,
): Promise<boolean> {
  if (claim === undefined) throw new Error('nothing was claimed');
  const items = claim.items.map((item) => (item.id === itemId ? absent(claim, item) : item));
  return createPostgresDeletionStore(session).record(claim, { ...claim, items, dueIn: 0 });
}

function absent({ acceptedAt, now }: Claim, item: ItemState): ItemState {
  return { ...item, ended: 'absent', grade: 'api-absent', endedAt: notBefore(now(), acceptedAt) };
}

/** What the ledger says of these desktops and people, and of nothing else, in lines without ids and times. */
async function readLedger({ pool }: TestDatabase, { desktops, people }: Meeting): Promise<readonly string[]> {
  const { rows } = await pool.query<{ line: string }>({
    name: 'read the ledger of a meeting',
    text: ledgerText,
    values: [desktops, people],
  });
  return rows.map((row) => row.line);
}

const ledgerText = `
  with d as (
    select id, place from unnest($1::uuid[]) with ordinality as w (id, place)
  ), p as (
    select name, row_number() over () as place from unnest($2::text[]) as w (name)
  ), line (sort, place, line) as (
    select 1, d.place, concat_ws(' ', 'desktop', nullif(status, ''), nullif(task_status, ''),
        case when gone_at is not null then 'gone' end, case when deletion_protection then 'protected' end, 'revision ' || revision)
      from d join desktops using (id)
    union all
    select 2, d.place, concat_ws(' ', 'deletion', x.state, case when x.delete_users then 'users' end,
        case when x.is_force_delete then 'force' end)
      from d join deletions x on x.desktop_id = d.id
    union all
    select 3, d.place, concat_ws(' ', i.kind, i.state, x.intent, coalesce(x.ended, case when x.intent is not null then 'due' end),
        case when x.ended is null and x.worker is not null then 'claimed' end)
      from d join items i on i.desktop_id = d.id left join deletion_items x on x.item_id = i.id and x.desktop_id = d.id
    union all
    select 4, d.place, concat_ws(' ', 'decided', p.place, x.outcome, x.reason)
      from d join deletion_users x on x.desktop_id = d.id join p on p.name = x.user_name
    union all
    select 5, d.place, concat_ws(' ', 'has', p.place)
      from d join desktop_assignments a on a.desktop_id = d.id join desktop_users u on u.id = a.user_id join p on p.name = u.user_name
    union all
    select 5, p.place, concat_ws(' ', 'has elsewhere', p.place)
      from p join desktop_users u on u.user_name = p.name join desktop_assignments a on a.user_id = u.id
      where a.desktop_id <> all ($1)
    union all
    select 6, p.place, concat_ws(' ', 'person', p.place) from p join desktop_users u on u.user_name = p.name
    union all
    select 7, d.place, concat_ws(' ', 'tag', key, value) from d join desktop_tags t on t.desktop_id = d.id
    union all
    select 8, d.place, concat_ws(' ', 'job', s.job_type, s.status, s.progress, s.error_code)
      from d join shown_sub_jobs s on s.desktop_id = d.id::text
    union all
    select 9, d.place, concat_ws(' ', 'mail to', p.place) from d join mails m on m.desktop_id = d.id join p on m.recipient = p.name || '@example.org'
    union all
    select 10, d.place, 'log ' || kind from d join log_entries e on e.desktop_id = d.id
  )
  select line from line order by sort, place, line`;

/** Lines of each end, as far as they begin with these words. */
export function only(ends: readonly (readonly string[])[], words: RegExp): readonly (readonly string[])[] {
  return ends.map((lines) => lines.filter((line) => words.test(line)));
}

/** Of every end: what is on the ledger of a desktop that is being deleted is in its deletion (S1). */
export async function onlyPlanned({ test }: MeetingPlace): Promise<void> {
  const { rows } = await test.pool.query<{ id: string }>(
    `select i.id from items i join deletion_progress p on p.desktop_id = i.desktop_id
     where i.state <> 'absent' and not exists (select from unnest(p.items) item where item.id = i.id)`,
  );
  assert.deepEqual(rows, []);
}
