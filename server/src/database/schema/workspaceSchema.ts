import type { Generated } from 'kysely';
import type { DesktopUserId, ProjectId, SecurityGroupId, SubnetId, VpcId } from '../../ids.js';

/** The tables of 0002_workspaces.sql, as Kysely sees them. */
export interface WorkspaceSchema {
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
}
