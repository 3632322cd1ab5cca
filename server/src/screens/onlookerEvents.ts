import type pg from 'pg';
import { type Ambient, newHexId } from '../ambient.js';
import { writeAuditEvent } from '../audit/events/writeAuditEvent.js';
import type { AuditEventActor } from '../auditEvents/auditEventFacts.js';
import type { DesktopId, ProjectId } from '../ids.js';

/** Somebody who looks at a desktop that is not his. */
export interface Onlooker {
  /** Of the connection: the same at its beginning and end, which tells how long. */
  readonly connectionId: string;
  readonly desktopId: DesktopId;
  readonly projectId: ProjectId;
  readonly actor: AuditEventActor;
  readonly sourceIp: string | null;
}

/** Writes into the log that somebody begins or ends to look on. */
export async function writeOnlookerEvent(
  pool: pg.Pool,
  ambient: Ambient,
  what: 'watchDesktopScreen' | 'leaveDesktopScreen',
  onlooker: Onlooker,
): Promise<void> {
  await writeAuditEvent(
    pool,
    ambient,
    {
      name: what,
      service: 'WORKSPACE',
      rating: 'warning',
      code: '101',
      sourceIp: onlooker.sourceIp ?? '',
      actor: onlooker.actor,
      credential: null,
      resource: { type: 'desktop', id: onlooker.desktopId },
      resourceIds: [onlooker.desktopId, onlooker.connectionId],
      projectId: onlooker.projectId,
      apiVersion: 'v2',
      requestId: newHexId(ambient),
      method: 'GET',
      route: '/screen/socket',
      flags: {},
      decision: { allowed: true, by: [] },
      outcome: 'accepted',
    },
    'always',
  );
}
