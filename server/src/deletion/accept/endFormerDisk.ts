import type { Ambient } from '../../ambient.js';
import type { Transaction } from '../../database/connect.js';
import { statementsOf } from '../../database/statements.js';
import type { FormerDisk } from '../../desktops/tasks/taskParts.js';
import type { EngineName } from '../../engines/contract.js';
import { asId, type DesktopId, type JobId } from '../../ids.js';
import { planDeletion } from '../plan/planDeletion.js';
import { readParts } from '../plan/readParts.js';
import type { DeletionOrder } from './acceptanceStore.js';
import { flagsOfParts } from './partPlan.js';
import { writeAcceptances } from './writeAcceptances.js';

/**
 * Accepts that the system disk goes which a desktop had until now, with the snapshots of it: a deletion as of any disk that goes alone,
 * known by the disk's id, asked for by whoever asked for the rebuild. It comes about with the rest of the transaction, which holds the
 * desktop for the worker that rebuilds it, or not at all.
 */
export async function endFormerDisk(
  { ambient, engineName }: { readonly ambient: Ambient; readonly engineName: EngineName },
  transaction: Transaction,
  { projectId, desktopId, change: { formerId, asked } }: FormerDisk,
): Promise<void> {
  const statements = statementsOf(transaction);
  const id = asId<DesktopId>(formerId);
  const [found] = await readParts(statements, 'volume', [{ projectId, desktopIds: [id] }]);
  const desktop = found?.desktops.get(id);
  if (desktop === undefined || desktop.gone || desktop.part?.desktopId !== desktopId)
    throw new Error(`The system disk ${id} of ${desktopId} is not on record.`);
  const order: DeletionOrder = {
    projectId,
    parts: { kind: 'volume', owners: new Map([[id, desktopId]]), byTask: true },
    flags: flagsOfParts,
    acceptedBy: asked.userId,
    actorName: asked.userName,
    allowedBy: asked.allowedBy,
    requestId: asked.requestId,
    // One that cannot go is no failed sub-job here.
    language: 'en',
  };
  const plan = planDeletion(desktop.inventory, order.flags);
  const plans = [{ desktop: { ...desktop, taskStatus: '' }, plan, position: 0 }];
  const jobId = asId<JobId>(ambient.uuid());
  const acceptance = { order, jobId, plans, failures: [] };
  const [accepted] = await writeAcceptances(statements, ambient, engineName, [acceptance]);
  if (accepted?.has(id) !== true) throw new Error(`The deletion of the disk ${id} was not accepted.`);
}
