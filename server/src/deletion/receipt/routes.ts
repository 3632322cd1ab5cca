import type { Database } from '../../database/connect.js';
import { readAuthorizedDesktop } from '../../desktops/access/authorizeDesktop.js';
import { accessOf } from '../../desktops/access/desktopAccess.js';
import { requireFound } from '../../errors/requireFound.js';
import { workspace } from '../../http/declare.js';
import { DesktopPath } from '../../http/schemas/ids.js';
import type { Server } from '../../http/server.js';
import { findDeletedFrom } from '../ledger/findDeletedFrom.js';
import { findDeletion } from '../ledger/readDeletions.js';
import { assembleBundle } from './assembleBundle.js';
import { presentCompacted } from './presentCompacted.js';
import { presentDeletion } from './presentDeletion.js';
import { readNames } from './readNames.js';
import { DeletionAnswer } from './schemas.js';

/** One deletion by the id of its desktop or disk, also long after the desktop is gone (A3). */
export function addReceiptRoutes(app: Server, { database }: { readonly database: Database }): void {
  app.get(
    '/v2/:project_id/deletions/:desktop_id',
    workspace('ShowDeletion', 'How far a deletion is, and once it is done its receipt', {
      description: 'The receipt can be checked without the service: deskplane receipt verify.',
      path: DesktopPath,
      answers: { 200: DeletionAnswer },
    }),
    async (request) => {
      const access = accessOf(request);
      const { desktop_id: desktopId } = request.params;
      // The tombstone keeps its tags: whoever was allowed to see the desktop may see its end.
      const from = await findDeletedFrom(database, access.projectId, desktopId);
      await readAuthorizedDesktop(database, access, from);
      const names = await readNames(database, access.projectId, desktopId, from);
      const deletion = await findDeletion(database, access.projectId, desktopId);
      if (deletion === undefined) {
        const kept = requireFound(await assembleBundle(database, access.projectId, desktopId), 'deletion');
        return presentCompacted(desktopId, names, kept, request.language);
      }
      const done = deletion.state === 'done';
      const receipt = done ? await assembleBundle(database, access.projectId, desktopId) : undefined;
      return presentDeletion(deletion, names, receipt, request.language);
    },
  );
}
