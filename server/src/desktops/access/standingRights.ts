import type { Transaction } from '../../database/connect.js';
import type { DesktopId, DomainId } from '../../ids.js';
import type { DesktopAccess } from './authorizeDesktop.js';
import type { DesktopResource } from './desktopResource.js';

/** What a decision about desktops was made with. */
export interface DecidedWith {
  readonly domainId: DomainId;
  /** Which the account was at: every change of anybody's rights raises it. */
  readonly iamRevision: string;
  /** Which the desktops were at; missing ones are left out. */
  readonly revisions: ReadonlyMap<DesktopId, number>;
}

export function decidedWith(
  { principal: { domainId, iamRevision } }: DesktopAccess,
  desktops: ReadonlyMap<DesktopId, DesktopResource>,
): DecidedWith {
  const revisions = new Map([...desktops].map(([id, { revision }]) => [id, revision]));
  return { domainId, iamRevision, revisions };
}

/**
 * Whether rights and desktops are still what a decision was made with (D12). The rights then stay so until the transaction ends.
 * @param locked the desktops, which nobody else can change
 */
export async function stillStands(
  transaction: Transaction,
  { domainId, iamRevision, revisions }: DecidedWith,
  locked: ReadonlyMap<DesktopId, { readonly revision: number }>,
): Promise<boolean> {
  for (const [id, { revision }] of locked) if (revisions.get(id) !== revision) return false;
  const domain = await transaction
    .selectFrom('domains')
    .select('iam_revision')
    .where('id', '=', domainId)
    .forShare()
    .executeTakeFirst();
  return domain !== undefined && domain.iam_revision === iamRevision;
}
