import type { ColumnType, Generated } from 'kysely';
import type {
  DesktopId,
  DesktopUserId,
  Generation,
  ItemId,
  JobId,
  KeyId,
  ProjectId,
  ProviderId,
  SecurityGroupId,
  SingleUseName,
  SubnetId,
  WorkerId,
} from '../../ids.js';
import type { TaskChange } from './taskChange.js';

/** The tables of 0003_desktops_and_items.sql, as Kysely sees them. */
export interface DesktopSchema {
  desktops: {
    id: DesktopId;
    project_id: ProjectId;
    revision: Generated<number>;
    computer_name: string;
    desktop_type: string;
    product_id: string;
    image_id: string;
    image_type: string;
    availability_zone: string;
    subnet_id: SubnetId;
    security_group_ids: SecurityGroupId[];
    enterprise_project_id: Generated<string>;
    ou_name: string | null;
    status: Generated<string>;
    task_status: Generated<string>;
    created_at: Date;
    language: string;
    gone_at: Date | null;
    task_job_id: JobId | null;
    task_due_at: Date | null;
    task_attempts: Generated<number>;
    task_worker: WorkerId | null;
    task_asked_at: Date | null;
    task_hard: Generated<boolean>;
    task_change: ColumnType<TaskChange | null, string | null | undefined, string | null>;
    deletion_protection: Generated<boolean>;
    creation_mail: Generated<boolean>;
    in_maintenance_mode: Generated<boolean>;
    /** When its deletion was let go but for the receipt and this tombstone. */
    compacted_at: Date | null;
    /** When the session that runs now began; kept by a trigger (0009_screens.sql). */
    active_since: Date | null;
  };
  desktop_assignments: {
    desktop_id: DesktopId;
    user_id: DesktopUserId;
    project_id: ProjectId;
    user_group: Generated<string>;
    attached_at: Date;
  };
  desktop_detachments: {
    desktop_id: DesktopId;
    user_id: DesktopUserId;
    project_id: ProjectId;
    user_group: string;
    detached_at: Date;
  };
  desktop_tags: { desktop_id: DesktopId; project_id: ProjectId; key: string; value: Generated<string> };
  items: {
    id: ItemId;
    project_id: ProjectId;
    desktop_id: DesktopId;
    kind: 'server' | 'volume' | 'port' | 'snapshot';
    single_use_name: SingleUseName;
    state: Generated<'intended' | 'present' | 'absent'>;
    provider_id: ProviderId | null;
    generation: Generation | null;
    key_id: KeyId | null;
    asked_at: Date | null;
    asking_worker: WorkerId | null;
    engine_created_at: Date | null;
    absent_at: Date | null;
    released: Generated<boolean>;
    created_at: Date;
    volume_type: string | null;
    size_gib: number | null;
    growing_to: number | null;
    iops: number | null;
    throughput: number | null;
    device: string | null;
    is_root: boolean | null;
    display_name: string | null;
    subnet_id: SubnetId | null;
    address: string | null;
    mac_address: string | null;
    /** Of a port or a data disk: whether the desktop has it (0042_desktop_changes.sql). */
    place: Generated<'next' | 'current' | 'past'>;
    ownership: Generated<'created' | 'preexisting'>;
  };
  notifications: {
    id: string;
    project_id: ProjectId;
    desktop_id: DesktopId;
    job_id: JobId;
    text: string;
    due_at: Date;
    attempts: Generated<number>;
    worker: WorkerId | null;
    claimed_until: Date | null;
  };
  retirements: {
    item_id: ItemId;
    project_id: ProjectId;
    desktop_id: DesktopId;
    progress: ColumnType<unknown, string | null | undefined, string>;
    accepted_at: Date;
    due_at: Date;
    worker: WorkerId | null;
    claimed_until: Date | null;
    version: Generated<number>;
  };
  orphan_scans: {
    id: Generated<string>;
    started_at: Date;
    finished_at: Date;
    complete: boolean;
    ours_live: number;
    ours_orphaned: number;
    unknown: number;
    missing: number;
    foreign_items: number;
  };
  orphan_reclaims: {
    id: string;
    project_id: ProjectId;
    item_id: ItemId;
    kind: 'server' | 'volume' | 'port' | 'snapshot';
    provider_id: ProviderId;
    generation: Generation;
    reason: string;
    asked_by: string;
    request_id: string;
    asked_at: Date;
    outcome: string | null;
    detail: string | null;
  };
  simulated_items: {
    kind: string;
    id: string;
    generation: string;
    name: string;
    status: string;
    created_at: Date;
    changes_at: Date | null;
    changes_to: string | null;
    key_id: string | null;
    spec: ColumnType<unknown, string, string>;
  };
  simulated_erasures: {
    key_id: string;
    kind: string;
    id: string;
    generation: string;
    destroyed_at: Date;
  };
}
