import { sql } from 'kysely';
import { appendEntries } from '../../audit/appendEntry.js';
import type { Transaction } from '../../database/connect.js';
import { momentAfter } from '../../database/moment.js';
import type { Language } from '../../errors/errors.js';
import type { DesktopId } from '../../ids.js';
import { queueMails } from '../../mail/queueMail.js';
import { serviceVersion } from '../../serviceVersion.js';
import type { ItemState } from '../ledger/itemState.js';
import { itemStatesText } from '../ledger/itemStatesText.js';
import { flagsJson } from '../ledger/readDeletions.js';
import { decideMail, type MailFate } from '../plan/userFate.js';
import { buildReceipt } from '../receipt/buildReceipt.js';
import { type EndedDeletion, readFacts } from '../receipt/readFacts.js';
import { decideUsers, type UserDecision } from './decideUsers.js';
import { endParts } from './endParts.js';

/** A deletion whose last item has ended, before its users are decided about. */
interface FinishedDeletion extends Omit<EndedDeletion, 'users'> {
  readonly tenantSendsMail: boolean;
  readonly computerName: string;
  /** Whether the simulated engine was to carry it out, or saw any of it end. */
  readonly simulated: boolean;
  readonly language: Language;
  /** When it completed: not before anything else of it. */
  readonly now: Date;
}

/** What was decided about the users of each desktop. */
type Decisions = ReadonlyMap<DesktopId, readonly UserDecision[]>;

/**
 * The end of deletions, once every item has ended: decides about the users, leaves the tombstones, reports the jobs, queues the
 * mails and writes the receipts, all in the caller's transaction, which holds the rows of their progress.
 * @param finished what became of the items, by desktop
 */
export async function finishDeletions(
  transaction: Transaction,
  finished: ReadonlyMap<DesktopId, readonly ItemState[]>,
): Promise<void> {
  if (finished.size === 0) return;
  const deletions = await readFinished(transaction, finished);
  const decisions = await decideUsers(transaction, deletions);
  await writeEnds(transaction, deletions);
  await endParts(transaction, deletions);
  const mails = await mailUsers(transaction, deletions, decisions);
  await writeReceipts(transaction, deletions, decisions, mails);
}

/**
 * No deletion is done without a receipt. One that was accepted before there was a log gets none: there is no acceptance to check it
 * against.
 */
async function writeReceipts(
  transaction: Transaction,
  deletions: readonly FinishedDeletion[],
  decisions: Decisions,
  mails: ReadonlyMap<DesktopId, ReadonlyMap<string, MailFate>>,
): Promise<void> {
  const ended = deletions.map((deletion) => {
    const users = decisions.get(deletion.desktopId) ?? [];
    return {
      ...deletion,
      users: users.map(({ id, name, fate, reason }) => ({ id, name, outcome: fate.outcome, reason })),
    };
  });
  const facts = await readFacts(transaction, ended);
  const receipts = deletions.flatMap(({ desktopId, projectId, now }, index) => {
    const known = facts[index];
    if (known === undefined || known.acceptance === null) return [];
    const completion = {
      completedAt: now,
      version: serviceVersion,
      mails: mails.get(desktopId) ?? new Map<string, MailFate>(),
    };
    const content = buildReceipt(known, known.acceptance, completion);
    return [{ kind: 'receipt' as const, projectId, desktopId, content }];
  });
  await appendEntries(transaction, receipts);
}

async function readFinished(
  transaction: Transaction,
  finished: ReadonlyMap<DesktopId, readonly ItemState[]>,
): Promise<FinishedDeletion[]> {
  const ids = [...finished.keys()];
  const lastEnds = [...finished.values()].map((items) => {
    const ends = items.flatMap(({ endedAt }) => endedAt ?? []);
    return ends.length === 0 ? null : new Date(Math.max(...ends));
  });
  const { rows } = await sql<Omit<FinishedDeletion, 'language' | 'items'> & { language: string }>`
    select x.desktop_id as "desktopId", x.disk_of as "diskOf", x.kind, x.project_id as "projectId", ${sql.raw(flagsJson('x'))} as flags, x.engine, x.job_id as "jobId", coalesce(w.is_send_email, false) as "tenantSendsMail",
      d.computer_name as "computerName", d.language, ${sql.raw(moment)} as now,
      coalesce(x.engine = 'simulated', false) as simulated
    from unnest(${ids}::uuid[], ${lastEnds}::timestamptz[]) as f (id, last_end)
    join deletion_orders x on x.desktop_id = f.id join desktops d on d.id = coalesce(x.disk_of, x.desktop_id)
    left join workspaces w on w.project_id = x.project_id
    where x.desktop_id = any(${ids}::uuid[])`.execute(transaction);
  return rows.map((row) => {
    const items = finished.get(row.desktopId) ?? [];
    return {
      ...row,
      items,
      simulated: row.simulated || items.some(({ observedBy }) => observedBy === 'simulated'),
      language: row.language === 'zh' ? 'zh' : 'en',
    };
  });
}

const moment = momentAfter('x.accepted_at', 'x.raised_at', 'f.last_end');

/** One statement. The lists of ids besides the joins make PostgreSQL look rows up by index, whatever size it assumes for the tables. */
async function writeEnds(transaction: Transaction, deletions: readonly FinishedDeletion[]): Promise<void> {
  const ids = deletions.map(({ desktopId }) => desktopId);
  const gone = deletions.flatMap(({ items }) =>
    items.flatMap(({ id, ended, endedAt }) => (ended === 'absent' ? { id, at: new Date(endedAt ?? 0) } : [])),
  );
  const goneIds = gone.map(({ id }) => id);
  await sql`
    with finished as (
      select * from unnest(${ids}::uuid[], ${deletions.map(({ now }) => now)}::timestamptz[],
        ${deletions.map(({ items }) => itemStatesText(items))}::text[]) as f (id, now, items)
    ), tombstone as (
      update desktops d set gone_at = f.now, status = '', task_status = '', revision = d.revision + 1
      from finished f where d.id = any(${ids}::uuid[]) and d.id = f.id and d.gone_at is null
    ), item as (
      update items i set state = 'absent', absent_at = g.at
      from unnest(${goneIds}::uuid[], ${gone.map(({ at }) => at)}::timestamptz[]) as g (id, at)
      where i.id = any(${goneIds}::uuid[]) and i.id = g.id and i.state <> 'absent'
    ), done as (
      insert into deletion_ends (desktop_id, completed_at, items)
      select id, now, items::item_state[] from finished
    ), progress as (
      delete from deletion_progress where desktop_id = any(${ids}::uuid[])
    )
    update sub_jobs s set status = 'SUCCESS', progress = 100, end_time = f.now
    from finished f
    where s.desktop_id = any(${ids}::text[]) and s.desktop_id = f.id::text and s.status in ('WAITING', 'RUNNING')
      and (select j.job_type from jobs j where j.id = s.job_id) = 'deleteDesktops'`.execute(transaction);
}

/** @returns for each desktop and each of its users whether there is a mail, or why not */
async function mailUsers(
  transaction: Transaction,
  deletions: readonly FinishedDeletion[],
  decisions: Decisions,
): Promise<ReadonlyMap<DesktopId, ReadonlyMap<string, MailFate>>> {
  const decided = deletions.flatMap((deletion) =>
    (decisions.get(deletion.desktopId) ?? []).map((user) => ({
      deletion,
      user,
      mail: decideMail(deletion.flags.emailNotification, deletion.tenantSendsMail, user.email),
    })),
  );
  await queueMails(
    transaction,
    decided
      .filter(({ mail }) => mail === 'sent')
      .map(({ deletion, user }) => ({
        projectId: deletion.projectId,
        desktopId: deletion.desktopId,
        userId: user.id,
        template: 'desktopDeleted',
        language: deletion.language,
        recipient: user.email,
        facts: {
          computerName: deletion.computerName,
          userName: user.name,
          goneAt: deletion.now,
          user: user.fate.outcome === 'deleted' ? 'removed' : 'kept',
          simulated: deletion.simulated,
        },
        orderedAt: deletion.now,
      })),
  );
  const mails = new Map<DesktopId, Map<string, MailFate>>();
  for (const { deletion, user, mail } of decided) {
    const ofDesktop = mails.get(deletion.desktopId) ?? new Map<string, MailFate>();
    mails.set(deletion.desktopId, ofDesktop.set(user.id, mail));
  }
  return mails;
}
