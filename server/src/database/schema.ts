import type { Generated } from 'kysely';
import type { AccountSchema } from './schema/accountSchema.js';
import type { ClockSchema } from './schema/clockSchema.js';
import type { DeletionSchema } from './schema/deletionSchema.js';
import type { DeskSchema } from './schema/deskSchema.js';
import type { DesktopSchema } from './schema/desktopSchema.js';
import type { ExportSchema } from './schema/exportSchema.js';
import type { JobSchema } from './schema/jobSchema.js';
import type { LogSchema } from './schema/logSchema.js';
import type { NamePolicySchema } from './schema/namePolicySchema.js';
import type { RetentionSchema } from './schema/retentionSchema.js';
import type { ScheduleSchema } from './schema/scheduleSchema.js';
import type { ScreenSchema } from './schema/screenSchema.js';
import type { SessionSchema } from './schema/sessionSchema.js';
import type { SnapshotSchema } from './schema/snapshotSchema.js';
import type { TombstoneSchema } from './schema/tombstoneSchema.js';
import type { UserGroupSchema } from './schema/userGroupSchema.js';
import type { WorkspaceSchema } from './schema/workspaceSchema.js';

/** The tables of migrations/*.sql, as Kysely sees them: a file for the subject of each migration. */
export interface Schema
  extends AccountSchema,
    ClockSchema,
    WorkspaceSchema,
    DeskSchema,
    DesktopSchema,
    DeletionSchema,
    ExportSchema,
    JobSchema,
    LogSchema,
    NamePolicySchema,
    RetentionSchema,
    ScheduleSchema,
    ScreenSchema,
    SessionSchema,
    SnapshotSchema,
    TombstoneSchema,
    UserGroupSchema {
  /** Made by migrate.ts, which also fills it. */
  migrations: { name: string; checksum: string; applied_at: Generated<Date> };
}
