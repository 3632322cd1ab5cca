import { Type } from 'typebox';
import type { DesktopId, DesktopUserId, ItemId, JobId, UserGroupId } from '../../ids.js';
import { oneLineText } from './text.js';

/** Pattern of a lower-case UUID with dashes. */
const uuidPattern = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** A lower-case UUID with dashes, as the id that it is. */
export function uuid<Id extends string>(description: string) {
  return Type.Unsafe<Id>(Type.String({ pattern: uuidPattern, description }));
}

/** A desktop's id. */
export const DesktopIdText = uuid<DesktopId>('Desktop ID.');
/** A job's id. */
export const JobIdText = uuid<JobId>('Job ID.');
/** A desktop user's id: 32 hex characters. */
export const DesktopUserIdText = Type.Unsafe<DesktopUserId>(
  Type.String({ minLength: 1, maxLength: 255, description: 'Desktop user ID.' }),
);
/** The id of a group of desktop users: 32 hex characters. */
export const UserGroupIdText = Type.Unsafe<UserGroupId>(
  Type.String({ minLength: 1, maxLength: 255, description: 'User group ID.' }),
);
/** A disk of a desktop. */
export const VolumeIdText = uuid<ItemId>('Volume ID.');
/** An item of a deletion. */
export const ItemIdText = uuid<ItemId>("The item's ID in the deletion.");
/** An id whose form says nothing: whether there is such a thing is found out later. */
export const AnyId = oneLineText(255, { minLength: 1 });
/** The path's project. Whether it is the caller's is decided before any handler runs; handlers ask `projectOf`. */
export const ProjectPath = {
  project_id: Type.String({ minLength: 1, maxLength: 255, description: 'Project ID.' }),
};
/** The path of what is about one desktop. */
export const DesktopPath = { desktop_id: DesktopIdText };
