import type { ColumnType, Generated } from 'kysely';
import type {
  DesktopId,
  DesktopUserId,
  Generation,
  ItemId,
  JobId,
  ProjectId,
  ProviderId,
  SecurityGroupId,
  SingleUseName,
  SubJobId,
  SubnetId,
  VpcId,
  WorkerId,
} from '../ids.js';
import type { IamSchema } from './iamSchema.js';
import type { LogSchema } from './logSchema.js';

/** The tables of migrations/*.sql, as Kysely sees them. */
export interface Schema extends IamSchema, LogSchema {
  data_keys: { id: string; wrapped_key: Buffer; created_at: Date };
  vpcs: { id: VpcId; project_id: ProjectId; name: string; cidr: string };
  subnets: {
    id: SubnetId;
    project_id: ProjectId;
    vpc_id: VpcId;
    name: string;
    cidr: string;
    gateway_ip: string;
  };
  security_groups: {
    id: SecurityGroupId;
    project_id: ProjectId;
    name: string;
    description: Generated<string>;
    created_at: Date;
  };
  workspaces: {
    project_id: ProjectId;
    id: string;
    enterprise_id: string;
    vpc_id: VpcId;
    subnet_ids: SubnetId[];
    infrastructure_security_group_id: SecurityGroupId;
    desktop_security_group_id: SecurityGroupId;
    access_mode: Generated<string>;
    is_send_email: Generated<boolean>;
    language: Generated<string>;
    delete_computer_object: Generated<boolean>;
    opened_at: Date;
  };
  desktop_users: {
    id: DesktopUserId;
    project_id: ProjectId;
    user_name: string;
    user_email: Generated<string>;
    user_phone: Generated<string>;
    active_type: Generated<string>;
    description: Generated<string>;
    alias_name: Generated<string>;
    account_expires_at: Date | null;
    enable_change_password: Generated<boolean>;
    next_login_change_password: Generated<boolean>;
    password_never_expired: Generated<boolean>;
    password_hash: string | null;
    disabled: Generated<boolean>;
    locked: Generated<boolean>;
    enterprise_project_id: Generated<string>;
    created_at: Date;
  };
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
    deletion_protection: Generated<boolean>;
    /** When its deletion was let go but for the receipt and this tombstone. */
    compacted_at: Date | null;
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
    kind: 'server' | 'volume' | 'port';
    single_use_name: SingleUseName;
    state: Generated<'intended' | 'present' | 'absent'>;
    provider_id: ProviderId | null;
    generation: Generation | null;
    asked_at: Date | null;
    asking_worker: WorkerId | null;
    engine_created_at: Date | null;
    absent_at: Date | null;
    created_at: Date;
    volume_type: string | null;
    size_gib: number | null;
    device: string | null;
    is_root: boolean | null;
    display_name: string | null;
    subnet_id: SubnetId | null;
    address: string | null;
    mac_address: string | null;
    ownership: Generated<'created' | 'preexisting'>;
  };
  past_items: {
    item_id: ItemId;
    desktop_id: DesktopId;
    kind: 'server' | 'volume' | 'port';
    ownership: 'created' | 'preexisting';
    single_use_name: SingleUseName;
    provider_id: ProviderId | null;
    generation: Generation | null;
    asked: boolean;
  };
  /** Counts come as text. */
  compacted_totals: { one: Generated<boolean>; deletions: string; mails: string; mails_sent: string };
  jobs: { id: JobId; project_id: ProjectId; job_type: string; begin_time: Date };
  sub_jobs: {
    id: SubJobId;
    job_id: JobId;
    project_id: ProjectId;
    position: number;
    status: 'WAITING' | 'RUNNING' | 'SUCCESS' | 'FAILED';
    progress: Generated<number>;
    desktop_id: string | null;
    product_id: string | null;
    user_name: string | null;
    /** Of the user that the name meant; known once that user is deleted. */
    user_id: Generated<DesktopUserId | null>;
    desktop_name: string | null;
    ip_address: string | null;
    error_code: string | null;
    fail_reason: string | null;
    begin_time: Date;
    end_time: Date | null;
  };
  deletions: {
    desktop_id: DesktopId;
    project_id: ProjectId;
    state: Generated<'running' | 'failed' | 'done'>;
    delete_users: boolean;
    email_notification: boolean;
    is_force_delete: boolean;
    accepted_at: Date;
    accepted_by: string;
    request_id: string;
    completed_at: Date | null;
    plan_digest: Generated<string>;
    task_cancelled: Generated<string>;
    failed_since: Date | null;
    engine: Generated<string | null>;
    raised_at: Generated<Date | null>;
    replayed_at: Generated<Date | null>;
  };
  deletion_items: {
    item_id: ItemId;
    desktop_id: DesktopId;
    stage: number;
    kind: 'server' | 'volume' | 'port';
    intent: 'delete' | 'detach';
    ended: 'absent' | 'detached' | 'released' | null;
    ended_at: Date | null;
    absence_grade: string | null;
    asked_at: Date | null;
    attempts: Generated<number>;
    seen_absent: Generated<number>;
    last_error: string | null;
    due_at: Date | null;
    claimed_until: Date | null;
    worker: WorkerId | null;
    asks: Generated<number>;
    released_by: string | null;
    release_reason: string | null;
    first_absent_at: Date | null;
    observed_by: string | null;
    first_asked_at: Date | null;
  };
  deletion_users: {
    desktop_id: DesktopId;
    user_id: DesktopUserId;
    user_name: string;
    user_email: string;
    outcome: 'deleted' | 'kept' | null;
    reason: string | null;
  };
  mails: {
    id: string;
    project_id: ProjectId;
    desktop_id: DesktopId;
    user_id: DesktopUserId;
    template: string;
    language: string;
    recipient: string;
    facts: ColumnType<unknown, string, string>;
    queued_at: Date;
    sent_at: Date | null;
    undeliverable_at: Date | null;
    tried_since: Date | null;
    attempts: Generated<number>;
    last_error: string | null;
    due_at: Date | null;
    worker: WorkerId | null;
  };
  workers: { id: WorkerId; started_at: Generated<Date>; lease_until: Date; lock_key: number | null };
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
    kind: 'server' | 'volume' | 'port';
    provider_id: ProviderId;
    generation: Generation;
    reason: string;
    asked_by: string;
    request_id: string;
    asked_at: Date;
    outcome: string | null;
    detail: string | null;
  };
  tombstones: {
    id: Generated<string>;
    kind: string;
    subject: string;
    project_id: ProjectId | null;
    ended_at: Generated<Date>;
    facts: string | null;
    position: string | null;
    hash: Buffer | null;
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
    spec: ColumnType<unknown, string, string>;
  };
}
