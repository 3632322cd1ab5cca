import type pg from 'pg';
import type { Ambient } from '../ambient.js';
import type { Database } from '../database/connect.js';
import { ApiError } from '../errors/errors.js';
import { requireFound } from '../errors/requireFound.js';
import type { DesktopId } from '../ids.js';
import { issueToken, type Viewer } from '../screens/tickets.js';
import { type DeskUser, deskUserTables, mayComeIn } from './deskSession.js';
import { inMaintenance, listOwnDesktops } from './ownDesktops.js';

export interface OwnScreenParts {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly ambient: Ambient;
  /** Whether the engine's servers have screens. */
  readonly hasScreens: boolean;
}

/**
 * A token that opens the screen of one of his desktops, once and within a minute.
 * @throws {ApiError} DPL.0404 for any other desktop; DPL.0501 without screens; WKS.00010032 while it does not run or is in maintenance
 */
export async function openOwnScreen(
  { database, pool, ambient, hasScreens }: OwnScreenParts,
  user: DeskUser,
  sessionHash: Buffer,
  desktopId: DesktopId,
): Promise<string> {
  const own = await listOwnDesktops(database, user);
  const desktop = requireFound(
    own.find(({ id }) => id === desktopId),
    'desktop',
  );
  if (!hasScreens)
    throw new ApiError('DPL.0501', [{ en: 'simulated desktops have no screen', zh: '模拟桌面没有画面' }]);
  if (desktop.inMaintenance) throw inMaintenance(desktop.computerName);
  if (desktop.status !== 'ACTIVE')
    throw new ApiError('WKS.00010032', [desktop.computerName, desktop.status || desktop.taskStatus]);
  const { userId, userName, domainId, projectId } = user;
  const proof = { kind: 'desk', hash: sessionHash } as const;
  return issueToken(pool, ambient, { userId, userName, domainId, projectId, desktopId, proof });
}

/**
 * Asks whether a viewer who has signed in to the desk may still look: as long as he could sign in, the desktop is his or one of his
 * groups' and not in maintenance, and his session was not ended. Without a use of the desk it goes on, for twelve hours: he works at the desktop meanwhile.
 * @throws {ApiError} APIGW.0301
 */
export async function admitDeskViewer(pool: pg.Pool, viewer: Viewer, sessionHash: Buffer): Promise<void> {
  const { rowCount } = await pool.query({
    name: 'admit-desk-viewer',
    text: `
      select from desk_sessions s join ${deskUserTables} on u.id = s.user_id and u.project_id = s.project_id
        join desktop_access a on a.user_id = u.id and a.desktop_id = $2
        join desktops m on m.id = a.desktop_id and not m.in_maintenance_mode
       where s.session_hash = $1 and s.expires_at > service_now() and u.id = $3 and u.project_id = $4 and ${mayComeIn}`,
    values: [sessionHash, viewer.desktopId, viewer.userId, viewer.projectId],
  });
  if (rowCount === 0) throw new ApiError('APIGW.0301', [{ en: 'the session has ended', zh: '会话已结束' }]);
}
