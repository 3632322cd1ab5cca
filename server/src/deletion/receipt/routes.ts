import { Type } from 'typebox';
import type { Database } from '../../database/connect.js';
import { accessOf } from '../../desktops/desktopAccess.js';
import { authorizeDesktop, readDesktopResource } from '../../desktops/desktopResource.js';
import { ApiError } from '../../errors/errors.js';
import { DesktopIdText, ProjectPath, workspaceErrors } from '../../http/schemas/common.js';
import type { Server } from '../../http/server.js';
import { findDeletion } from '../ledger/readDeletions.js';
import { assembleBundle } from './assembleBundle.js';
import { presentCompacted } from './presentCompacted.js';
import { presentDeletion } from './presentDeletion.js';
import { DeletionAnswer } from './schemas.js';

export interface ReceiptRouteParts {
  readonly database: Database;
}

/** One deletion by its desktop's id, also long after the desktop is gone (A3). */
export function addReceiptRoutes(app: Server, { database }: ReceiptRouteParts): void {
  app.get(
    '/v2/:project_id/deletions/:desktop_id',
    {
      config: {
        declaration: {
          operation: 'ShowDeletion',
          family: 'workspace',
        },
      },
      schema: {
        summary: 'How far a deletion is, and once it is done its receipt',
        description: 'The receipt can be checked without the service: deskplane receipt verify.',
        tags: ['Desktops'],
        params: Type.Object({ ...ProjectPath.properties, desktop_id: DesktopIdText }),
        response: { 200: DeletionAnswer, ...workspaceErrors },
      },
    },
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      // The tombstone keeps its tags: who could see the desktop may see its end.
      authorizeDesktop(access, desktopId, await readDesktopResource(database, access.projectId, desktopId));
      const deletion = await findDeletion(database, access.projectId, desktopId);
      if (deletion === undefined) {
        const kept = await assembleBundle(database, access.projectId, desktopId);
        if (kept === undefined) throw new ApiError('DPL.0404', ['deletion']);
        return presentCompacted(desktopId, kept);
      }
      const done = deletion.state === 'done';
      const receipt = done ? await assembleBundle(database, access.projectId, desktopId) : undefined;
      return presentDeletion(deletion, receipt);
    },
  );
}
