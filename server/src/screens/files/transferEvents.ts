import type pg from 'pg';
import { type Ambient, newHexId } from '../../ambient.js';
import { writeAuditEvent } from '../../audit/events/writeAuditEvent.js';
import type { Viewer } from '../tickets.js';

/** A file that goes up or down. */
export interface MovedFile {
  readonly name: string;
  readonly bytes: number;
}

/** Writes into the log that a file came to a desktop, or leaves it. Its name is personal: the log only commits to it. */
export async function writeTransferEvent(
  pool: pg.Pool,
  ambient: Ambient,
  what: 'uploadDesktopFile' | 'downloadDesktopFile',
  viewer: Viewer,
  { name, bytes }: MovedFile,
  sourceIp: string | undefined,
): Promise<void> {
  const { userId, userName, domainId, desktopId, projectId } = viewer;
  const up = what === 'uploadDesktopFile';
  await writeAuditEvent(
    pool,
    ambient,
    {
      name: what,
      service: 'WORKSPACE',
      rating: 'normal',
      code: '200',
      sourceIp: sourceIp ?? '',
      actor: { userId, userName, domainId },
      credential: null,
      resource: { type: 'desktop', id: desktopId, name },
      resourceIds: [desktopId],
      projectId,
      apiVersion: 'v2',
      requestId: newHexId(ambient),
      method: up ? 'POST' : 'GET',
      route: up ? '/screen/files/uploads/:upload_id' : '/screen/files/content',
      flags: {},
      bytes,
      decision: { allowed: true, by: [] },
      outcome: 'accepted',
    },
    'always',
  );
}
