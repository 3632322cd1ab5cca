import { sql } from 'kysely';
import type { Database } from '../database/connect.js';
import type { Snapshot } from '../database/oneSnapshot.js';
import type { DesktopId, DesktopUserId, ProjectId } from '../ids.js';

/**
 * `waiting`: to be sent, for the first time or again. `kept`: as a file, for want of a mail server. `withdrawn`: what it says was no
 * longer true when its turn came.
 */
export const mailStates = ['waiting', 'sent', 'kept', 'undeliverable', 'withdrawn'] as const;
export type MailState = (typeof mailStates)[number];

/** A mail as it is shown to who looks after them. */
export interface ListedMail {
  readonly id: string;
  /** What it is about, as it is stored. */
  readonly template: string;
  readonly desktopId: DesktopId | null;
  readonly computerName: string;
  readonly userId: DesktopUserId;
  readonly recipient: string;
  readonly state: MailState;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
  readonly undeliverableAt: Date | null;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly dueAt: Date | null;
}

/** Which mails of a project to list; none of the states: all of them. */
export interface MailFilter {
  readonly states: readonly MailState[];
  readonly limit: number;
  readonly offset: number;
}

/** One page of a project's mails, the newest first, and how many fit altogether. */
export async function listMails(
  database: Snapshot,
  projectId: ProjectId,
  filter: MailFilter,
): Promise<{ total: number; mails: ListedMail[] }> {
  const states = filter.states.length === 0 ? mailStates : filter.states;
  const fitting = mailsOf(database, projectId).where(
    sql<boolean>`${mailStateOf} = any(${[...states]}::text[])`,
  );
  const { total } = await fitting
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  const mails = await fitting
    .orderBy('m.queued_at', 'desc')
    .orderBy('m.id')
    .limit(filter.limit)
    .offset(filter.offset)
    .execute();
  return { total, mails };
}

/** One mail of a project; undefined: it has none of that id. */
export async function readMail(
  database: Database,
  projectId: ProjectId,
  id: string,
): Promise<ListedMail | undefined> {
  return mailsOf(database, projectId).where('m.id', '=', id).executeTakeFirst();
}

/** What became of a mail `m`. */
export const mailStateOf = sql<MailState>`case when m.sent_at is not null and m.kept then 'kept' when m.sent_at is not null then 'sent'
  when m.withdrawn then 'withdrawn' when m.undeliverable_at is not null then 'undeliverable' else 'waiting' end`;

function mailsOf(database: Database, projectId: ProjectId) {
  return database
    .selectFrom('mails as m')
    .leftJoin('desktops as d', 'd.id', 'm.desktop_id')
    .where('m.project_id', '=', projectId)
    .select([
      'm.id',
      'm.template',
      'm.desktop_id as desktopId',
      sql<string>`coalesce(d.computer_name, '')`.as('computerName'),
      'm.user_id as userId',
      'm.recipient',
      mailStateOf.as('state'),
      'm.queued_at as queuedAt',
      'm.sent_at as sentAt',
      'm.undeliverable_at as undeliverableAt',
      'm.attempts',
      'm.last_error as lastError',
      'm.due_at as dueAt',
    ]);
}
