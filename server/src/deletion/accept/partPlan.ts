import type { Database } from '../../database/connect.js';
import type { EngineName } from '../../engines/contract.js';
import type { Language } from '../../errors/errors.js';
import type { DesktopId, ProjectId } from '../../ids.js';
import { presentPlan } from '../plan/presentPlan.js';
import type { Deletable, PartKind } from '../plan/readDeletables.js';
import { readSnapshotNames } from '../plan/readSnapshotNames.js';
import { planAsked } from './acceptDeletions.js';

/** A part has no users, so nobody is decided about and nobody gets a mail; and nothing of it can be hurried. */
export const flagsOfParts = { deleteUsers: false, emailNotification: false, force: false } as const;

/** A part whose deletion is asked about, as it was read; undefined: its desktop has no such part. */
export interface AskedPart {
  readonly kind: PartKind;
  readonly id: DesktopId;
  readonly projectId: ProjectId;
  readonly desktopId: DesktopId;
  readonly found: Deletable | undefined;
}

/**
 * What a deletion of a part alone would do, as the API answers it but for the part's id.
 * @throws {ApiError} as the deletion itself: 404, 409
 */
export async function showPartPlan(
  database: Database,
  { kind, id, projectId, desktopId, found }: AskedPart,
  engineName: EngineName,
  language: Language,
) {
  const part = found?.part?.desktopId === desktopId ? found : undefined;
  const { plan, computerName } = planAsked(id, part, flagsOfParts, kind);
  const snapshots = await readSnapshotNames(database, projectId, desktopId);
  return {
    ...presentPlan(plan, { computerName, groups: [], snapshots }, engineName, language),
    desktop_id: desktopId,
  };
}
