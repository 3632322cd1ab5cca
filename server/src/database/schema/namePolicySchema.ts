import type { Generated } from 'kysely';
import type { DesktopId, NamePolicyId, ProjectId } from '../../ids.js';

/** The tables of 0046_name_policies.sql, as Kysely sees them. */
export interface NamePolicySchema {
  desktop_name_policies: {
    id: NamePolicyId;
    project_id: ProjectId;
    name: string;
    name_prefix: string;
    digit_number: number;
    start_number: number;
    numbers_each_user: boolean;
    is_default: Generated<boolean>;
    truncates_prefix: Generated<boolean>;
    created_at: Date;
  };
  desktop_name_numbers: {
    desktop_id: DesktopId;
    policy_id: NamePolicyId;
    project_id: ProjectId;
    number: number;
  };
}
