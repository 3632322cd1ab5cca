import type { Generated } from 'kysely';
import type { DesktopId, DesktopUserId, ProjectId, UserGroupId } from '../../ids.js';

/** The tables of 0038_user_groups.sql, as Kysely sees them. */
export interface UserGroupSchema {
  user_groups: {
    id: UserGroupId;
    project_id: ProjectId;
    name: string;
    description: Generated<string>;
    created_at: Date;
  };
  user_group_members: {
    group_id: UserGroupId;
    user_id: DesktopUserId;
    project_id: ProjectId;
    added_at: Date;
    place: Generated<string>;
  };
  desktop_group_assignments: {
    desktop_id: DesktopId;
    group_id: UserGroupId;
    project_id: ProjectId;
    user_group: Generated<string>;
    attached_at: Date;
  };
  desktop_group_detachments: {
    desktop_id: DesktopId;
    group_id: UserGroupId;
    project_id: ProjectId;
    user_group: string;
    detached_at: Date;
  };
  /** A view: who may open which desktop, also through a group. */
  desktop_access: { desktop_id: DesktopId; user_id: DesktopUserId; project_id: ProjectId };
}
