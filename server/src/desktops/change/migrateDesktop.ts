import { sql } from 'kysely';
import type { Caller } from '../../access/caller.js';
import { noteInAuditEvent } from '../../auditEvents/openAuditEvent.js';
import type { Database } from '../../database/connect.js';
import { ApiError } from '../../errors/errors.js';
import { requireFound } from '../../errors/requireFound.js';
import {
  enterpriseProjectOf,
  requireOpenEnterpriseProject,
} from '../../iam/identities/enterpriseProjects/enterpriseProjects.js';
import { refuseDeniedEffect } from '../access/authorizeDesktop.js';
import { readDesktopResources } from '../access/desktopResource.js';
import { isDeleting } from '../taskStatus.js';
import { retryOnNewRevision } from './retryOnNewRevision.js';

/** Which desktop goes where. */
export interface DesktopMigration {
  readonly desktopId: string;
  /** Undefined: whichever of the account's it is in. */
  readonly projectId: string | undefined;
  readonly enterpriseProjectId: string;
}

/**
 * Puts a desktop into another enterprise project of the account. Whoever may do what with it is asked by the new one from then on: the
 * revision rises with it, so that no write goes ahead on what was allowed before.
 * @throws {ApiError} DPL.0404 for a desktop or enterprise project that is not there, DPL.0409 for one that is disabled, DPL.0403 unless
 * policies allow to change the desktop where it is and where it comes to, WKS.00010032 once it is being deleted
 */
export async function migrateDesktop(
  database: Database,
  principal: Caller,
  { desktopId, projectId, enterpriseProjectId }: DesktopMigration,
): Promise<void> {
  await requireOpenEnterpriseProject(database, principal.domainId, enterpriseProjectId);
  const target = enterpriseProjectOf(enterpriseProjectId);
  await retryOnNewRevision(async () => {
    const place = requireFound(
      await database
        .selectFrom('desktops as d')
        .innerJoin('projects as p', 'p.id', 'd.project_id')
        .select(['d.id', 'd.project_id as projectId'])
        .where('p.domain_id', '=', principal.domainId)
        .where(sql<boolean>`d.id::text = ${desktopId}`)
        .where('d.gone_at', 'is', null)
        .$if(projectId !== undefined, (query) => query.where(sql<boolean>`d.project_id = ${projectId}`))
        .executeTakeFirst(),
      'desktop',
    );
    const access = { principal, projectId: place.projectId };
    const desktop = requireFound(
      (await readDesktopResources(database, place.projectId, [place.id])).get(place.id),
      'desktop',
    );
    for (const id of [desktop.enterpriseProjectId, target])
      refuseDeniedEffect(
        access,
        'workspace:desktops:update',
        place.id,
        { ...desktop, enterpriseProjectId: id },
        // Whoever could bring a desktop to where he has rights would have them on every desktop.
        'allowed',
      );
    if (isDeleting(desktop.taskStatus))
      throw new ApiError('WKS.00010032', [place.id, desktop.taskStatus], `desktop: ${place.id}`);
    noteInAuditEvent({ resource: { type: 'desktop', id: place.id, name: desktop.computerName } });
    const { numUpdatedRows } = await database
      .updateTable('desktops as d')
      .set((eb) => ({ enterprise_project_id: target, revision: eb('d.revision', '+', 1) }))
      .where('d.project_id', '=', place.projectId)
      .where('d.id', '=', place.id)
      .where('d.gone_at', 'is', null)
      .where('d.revision', '=', desktop.revision)
      .executeTakeFirst();
    return numUpdatedRows === 1n ? true : undefined;
  });
}
