import assert from 'node:assert/strict';
import { canonicalBytes } from '@deskplane/verify/canonicalJson.js';
import { verifyReceipt } from '@deskplane/verify/verifyReceipt.js';
import { realAmbient } from '../ambient.js';
import { assembleBundle } from '../deletion/receipt/assembleBundle.js';
import { type Engine, itemKinds } from '../engines/contract.js';
import type { DesktopId } from '../ids.js';
import { scanOrphans } from '../orphans/scanOrphans.js';
import type { CrashOutcome } from './crashDesktops.js';
import type { CrashStage } from './crashStage.js';
import { waitUntil } from './waitUntil.js';

/** Waits until everything that was accepted is done, every mail has ended and the log is sealed. */
export async function untilAtRest(stage: CrashStage, outcome: CrashOutcome): Promise<void> {
  let left: unknown;
  await waitUntil(async () => {
    const [row] = await stage.ask(
      `select
           $1 - (select count(*)::int from deletions where state = 'done') as deletions,
           $2 - (select count(*)::int from desktops
                 where gone_at is null and status = 'ACTIVE' and task_status = '') as desktops,
           (select count(*)::int from mails where due_at is not null) as mails,
           (select count(*)::int from log_unsealed) as entries`,
      [outcome.deleted.size + outcome.disks.size, outcome.kept.size],
    );
    left = row;
    return row !== undefined && Object.values(row).every((count) => count === 0);
  }, 'everything that was accepted is done').catch(async (error: unknown) => {
    const unfinished = await stage.ask(
      `select d.computer_name, d.status, d.task_status, d.task_attempts, d.task_due_at - now() as due, d.task_worker,
         (select string_agg(concat_ws(' ', i.kind, i.state, i.asking_worker), ', ')
          from items i where i.desktop_id = d.id) as items
       from desktops d where gone_at is null and (status <> 'ACTIVE' or task_status <> '')`,
    );
    throw new Error(`left: ${JSON.stringify({ ...Object(left), unfinished })}`, { cause: error });
  });
}

/**
 * Holds what is there to what was asked for, by the ledger, the engine, the mail server and the receipts.
 * @param engine without faults, as it is at rest
 */
export async function assertOutcome(stage: CrashStage, engine: Engine, outcome: CrashOutcome): Promise<void> {
  await assertDesktops(stage, outcome);
  await assertEngine(stage, engine, outcome);
  await assertUsers(stage, outcome);
  await assertMails(stage, outcome);
  await assertReceipts(stage, outcome);
}

/** What each is made of: a server, a port, two disks. */
const itemsOfDesktop = 4;

/** How many of some desktops' items went without them. */
function disksOf({ disks }: CrashOutcome, desktops: { has(id: string): boolean }): number {
  return [...disks.values()].filter((id) => desktops.has(id)).length;
}

async function assertDesktops(stage: CrashStage, outcome: CrashOutcome): Promise<void> {
  const { deleted, kept } = outcome;
  const rows = await stage.ask<{ id: string; gone: boolean; present: number }>(
    `select id, gone_at is not null as gone,
       (select count(*)::int from items i where i.desktop_id = d.id and i.state <> 'absent') as present
     from desktops d`,
  );
  for (const { id, gone, present } of rows)
    assert.deepEqual(
      [gone, present],
      deleted.has(id) ? [true, 0] : [false, itemsOfDesktop - disksOf(outcome, new Set([id]))],
      `desktop ${id}`,
    );
  assert.equal(rows.length, deleted.size + kept.size);
}

/** The engine holds what the ledger says is there, each once, and nothing else; the orphan scan agrees. */
async function assertEngine(stage: CrashStage, engine: Engine, outcome: CrashOutcome): Promise<void> {
  const { kept } = outcome;
  const listed = await Promise.all(itemKinds.map((kind) => engine.list(kind)));
  const held = listed.flat().map(({ kind, name, id, generation }) => [kind, name, id, generation].join(' '));
  const ledger = await stage.ask<{ item: string }>(
    `select concat_ws(' ', kind, single_use_name, provider_id, generation) as item from items where state = 'present'`,
  );
  const known = ledger.map(({ item }) => item);
  const unequal = [...held, ...known].filter((item) => !held.includes(item) || !known.includes(item));
  assert.deepEqual(held.sort(), known.sort(), await tellOfItems(stage, unequal));
  const { database } = stage.connections;
  const scan = await scanOrphans({ database, engine, ambient: realAmbient });
  const { problems, suspects, missing, foreign } = scan;
  assert.deepEqual(
    { problems, suspects, missing, foreign },
    { problems: [], suspects: [], missing: [], foreign: [] },
  );
  assert.equal(scan.live.get(stage.projectId) ?? 0, kept.size * itemsOfDesktop - disksOf(outcome, kept));
}

/** All that ledger and engine have on record of some items, for whoever has to find out what went wrong. */
async function tellOfItems(stage: CrashStage, items: readonly string[]): Promise<string | undefined> {
  if (items.length === 0) return undefined;
  const names = items.map((item) => item.split(' ')[1]);
  const rows = await stage.ask(
    `select to_jsonb(i) as item, to_jsonb(d) as desktop, to_jsonb(x) as deletion, to_jsonb(s) as engine
     from unnest($1::text[]) as n (name) left join items i on i.single_use_name = n.name
       left join desktops d on d.id = i.desktop_id left join deletions x on x.desktop_id = d.id
       left join simulated_items s on s.name = n.name`,
    [names],
  );
  return JSON.stringify({ items, rows }, undefined, 1);
}

/** A user with a desktop is there; one is gone whose last desktop ended with `delete_users`. */
async function assertUsers(stage: CrashStage, { deleted }: CrashOutcome): Promise<void> {
  const rows = await stage.ask<{ outcome: string; desktop_id: string; exists: boolean; desktops: number }>(
    `select du.outcome, du.desktop_id, exists (select from desktop_users u where u.id = du.user_id) as exists,
       (select count(*)::int from desktop_assignments a where a.user_id = du.user_id) as desktops
     from deletion_users du`,
  );
  assert.ok(rows.some((row) => row.outcome === 'deleted') && rows.some((row) => row.outcome === 'kept'));
  for (const { outcome, desktop_id, exists, desktops } of rows) {
    const asked = deleted.get(desktop_id)?.deleteUsers;
    if (outcome === 'deleted') assert.deepEqual([asked, exists], [true, false], desktop_id);
    if (desktops > 0 || asked === false) assert.equal(exists, true, desktop_id);
    // All desktops of a batch are deleted with the same flags.
    if (desktops === 0 && asked === true) assert.equal(exists, false, desktop_id);
  }
  assert.equal(rows.length, deleted.size);
}

/**
 * Each mail was delivered, however often, and always under its own Message-ID to its own user, but for those of desktops that were
 * gone before anybody was told that they are ready.
 */
async function assertMails(stage: CrashStage, { deleted }: CrashOutcome): Promise<void> {
  const mails = await stage.ask<{
    id: string;
    template: string;
    desktop_id: string;
    recipient: string;
    withdrawn: boolean;
  }>('select id, template, desktop_id, recipient, withdrawn from mails');
  for (const { withdrawn, template, desktop_id } of mails)
    assert.ok(!withdrawn || (template === 'desktopCreated' && deleted.has(desktop_id)), desktop_id);
  const told = mails.filter(({ template }) => template === 'desktopDeleted').map((mail) => mail.desktop_id);
  const wanted = [...deleted].filter(([, wish]) => wish.emailNotification).map(([id]) => id);
  assert.deepEqual(told.toSorted(), wanted.toSorted());
  const ready = mails
    .filter(({ template }) => template === 'desktopCreated')
    .map(({ desktop_id, recipient }) => `${desktop_id} ${recipient}`);
  assert.equal(new Set(ready).size, ready.length, 'nobody is told twice that a desktop is ready');
  const delivered = new Map<string, Set<string>>();
  for (const { email, recipients } of stage.mails.received) {
    const to = delivered.get(email.messageId ?? '') ?? new Set();
    for (const recipient of recipients) to.add(recipient);
    delivered.set(email.messageId ?? '', to);
  }
  const lines = (some: typeof mails) => some.map(({ id, recipient }) => `<${id}@deskplane> ${recipient}`);
  const arrived = new Set([...delivered].map(([messageId, to]) => [messageId, ...to].join(' ')));
  const queued = new Set(lines(mails));
  assert.deepEqual(
    [...arrived].filter((line) => !queued.has(line)),
    [],
    'nothing else arrived',
  );
  assert.deepEqual(
    lines(mails.filter(({ withdrawn }) => !withdrawn)).filter((line) => !arrived.has(line)),
    [],
    'all arrived',
  );
}

async function assertReceipts(stage: CrashStage, { deleted, disks }: CrashOutcome): Promise<void> {
  const done = await stage.ask<{ desktop_id: DesktopId }>(
    `select desktop_id from deletions where state = 'done'`,
  );
  for (const { desktop_id } of done) {
    const bundle = await assembleBundle(stage.connections.database, stage.projectId, desktop_id);
    assert.ok(bundle !== undefined, `no receipt of ${desktop_id}`);
    const verdict = verifyReceipt(canonicalBytes(JSON.parse(JSON.stringify(bundle))));
    assert.ok(verdict.valid, JSON.stringify(verdict));
  }
  assert.deepEqual(
    done.map(({ desktop_id }) => String(desktop_id)).sort(),
    [...deleted.keys(), ...disks.keys()].sort(),
  );
}
