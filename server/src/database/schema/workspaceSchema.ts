import type { Generated } from 'kysely';
import type { DesktopUserId, ItemId, ProjectId, SecurityGroupId, SubnetId, VpcId } from '../../ids.js';

/**
 * The tables of 0002_workspaces.sql, 0010_security_group_rules.sql, 0035_networks.sql, 0044_workspace_service.sql and
 * 0045_project_quotas.sql, as Kysely sees them.
 */
export interface WorkspaceSchema {
  vpcs: {
    id: VpcId;
    project_id: ProjectId;
    name: string;
    cidr: string;
    description: Generated<string>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  subnets: {
    id: SubnetId;
    project_id: ProjectId;
    vpc_id: VpcId;
    name: string;
    cidr: string;
    gateway_ip: string;
    dns_servers: Generated<string[]>;
    ipv6_cidr: Generated<string | null>;
    description: Generated<string>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  security_group_rules: {
    id: string;
    project_id: ProjectId;
    security_group_id: SecurityGroupId;
    direction: 'ingress' | 'egress';
    family: 4 | 6;
    protocol: 'any' | 'tcp' | 'udp' | 'icmp';
    port_min: Generated<number | null>;
    port_max: Generated<number | null>;
    remote_cidr: Generated<string | null>;
    remote_group_id: Generated<SecurityGroupId | null>;
    description: Generated<string>;
    priority: Generated<number>;
    port_list: Generated<string | null>;
    created_at: Date;
  };
  network_changes: {
    id: Generated<string>;
    project_id: ProjectId;
    item_id: ItemId | null;
    due_at: Generated<Date>;
  };
  port_rules: { item_id: ItemId; project_id: ProjectId; digest: string };
  security_groups: {
    id: SecurityGroupId;
    project_id: ProjectId;
    name: string;
    description: Generated<string>;
    created_at: Date;
    updated_at: Generated<Date>;
  };
  workspaces: {
    project_id: ProjectId;
    id: string;
    enterprise_id: string;
    /** '' but of one that differed from another one in case alone when that was still possible: then itself. */
    enterprise_id_twin: Generated<string>;
    vpc_id: VpcId;
    subnet_ids: SubnetId[];
    infrastructure_security_group_id: SecurityGroupId;
    desktop_security_group_id: SecurityGroupId;
    access_mode: Generated<string>;
    is_send_email: Generated<boolean>;
    language: Generated<string>;
    delete_computer_object: Generated<boolean>;
    opened_at: Date;
    owns_network: Generated<boolean>;
    locked_at: Date | null;
    lock_reason: Generated<string>;
    second_factor: Generated<boolean>;
    protect_new_desktops: Generated<boolean>;
  };
  project_quotas: {
    project_id: ProjectId;
    kind: string;
    most: number;
  };
  closed_workspaces: {
    project_id: ProjectId;
    closed_at: Date;
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
    invitation_mail_id: Generated<string | null>;
    created_at: Date;
  };
}
