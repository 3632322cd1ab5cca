import type { ColumnType, Generated } from 'kysely';
import type { DomainId, IamUserId, ProjectId } from '../../ids.js';

/** The tables of 0001_accounts_and_access.sql, as Kysely sees them. */
export interface AccountSchema {
  domains: {
    id: DomainId;
    name: string;
    enabled: Generated<boolean>;
    description: Generated<string>;
    likeness: string | null;
    is_operator: Generated<boolean>;
    /** A bigint, as text. Only the database raises it. */
    iam_revision: ColumnType<string, never, never>;
    created_at: Generated<Date>;
  };
  projects: {
    id: ProjectId;
    domain_id: DomainId;
    parent_id: Generated<ProjectId | null>;
    name: string;
    description: Generated<string>;
    enabled: Generated<boolean>;
  };
  enterprise_projects: {
    id: string;
    domain_id: DomainId;
    name: string;
    likeness: string;
    description: Generated<string>;
    type: Generated<string>;
    enabled: Generated<boolean>;
    created_at: Date;
    updated_at: Date;
  };
  iam_users: {
    id: IamUserId;
    domain_id: DomainId;
    name: string;
    likeness: string | null;
    password_hash: string;
    enabled: Generated<boolean>;
    is_root: Generated<boolean>;
    description: Generated<string>;
    email: Generated<string>;
    areacode: Generated<string>;
    phone: Generated<string>;
    access_mode: Generated<string>;
    created_at: Date;
    updated_at: Date | null;
    password_changed_at: Date | null;
    must_change_password: Generated<boolean>;
  };
  iam_groups: {
    id: string;
    domain_id: DomainId;
    name: string;
    likeness: string;
    description: Generated<string>;
    created_at: Date;
  };
  iam_group_members: { group_id: string; user_id: IamUserId; created_at: Date };
  data_keys: { id: string; wrapped_key: Buffer; created_at: Date };
  tokens: {
    token_hash: Buffer;
    user_id: IamUserId;
    methods: string[];
    scope_project_id: ProjectId | null;
    scope_domain_id: DomainId | null;
    issued_at: Date;
    expires_at: Date;
  };
  access_keys: {
    access_key: string;
    user_id: IamUserId;
    sealed_secret: Buffer;
    enabled: Generated<boolean>;
    description: Generated<string>;
    created_at: Date;
  };
  temporary_keys: {
    access_key: string;
    user_id: IamUserId;
    token_hash: Buffer;
    sealed_secret: Buffer;
    security_token_hash: Buffer;
    session_policy: string | null;
    created_at: Date;
    expires_at: Date;
  };
  login_failures: {
    subject: Buffer;
    source: string;
    failures: number;
    since: Date;
    locked_until: Date | null;
  };
  signature_failures: {
    access_key: string;
    source: string;
    failures: number;
    last_at: Date;
    locked_until: Date | null;
  };
  authorization_message_keys: {
    id: string;
    sealed_key: Buffer;
    created_at: Date;
    retired_at: ColumnType<Date | null, never, Date>;
  };
  iam_policies: {
    id: string;
    domain_id: DomainId;
    model: 'role' | 'identity';
    name: string;
    likeness: string;
    path: Generated<string>;
    display_mode: 'AX' | 'XA' | null;
    description: Generated<string>;
    description_cn: Generated<string>;
    default_version: Generated<number>;
    last_version: Generated<number>;
    created_at: Date;
    updated_at: Date;
  };
  iam_policy_versions: {
    policy_id: string;
    version: number;
    domain_id: DomainId;
    document: string;
    created_at: Date;
  };
  iam_grants: {
    id: string;
    domain_id: DomainId;
    model: 'role' | 'identity';
    policy_id: string;
    own_policy_id: string | null;
    user_id: IamUserId | null;
    group_id: string | null;
    scope: 'everywhere' | 'domain' | 'project' | 'enterprise-project';
    project_id: ProjectId | null;
    enterprise_project_id: string | null;
    created_at: Date;
  };
}
