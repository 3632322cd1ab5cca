import type { Generated } from 'kysely';
import type { DesktopId, ItemId, ProjectId } from '../../ids.js';

/** The table of 0052_snapshots.sql, as Kysely sees it. */
export interface SnapshotSchema {
  snapshots: {
    item_id: ItemId;
    project_id: ProjectId;
    desktop_id: DesktopId;
    volume_id: ItemId;
    name: string;
    description: Generated<string>;
    created_at: Date;
    failed: Generated<boolean>;
  };
}
