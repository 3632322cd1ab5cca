import type { Answer, OperationName } from '../api/operations';

export type Desktop = Answer<'ListDesktopsDetail'>['desktops'][number];

/** What is read again when users of a desktop have changed. */
export const staleUsers: readonly OperationName[] = [
  'ShowDesktopDetail',
  'ListDesktopsDetail',
  'ListItaSubJobs',
  'ListTraces',
  'ListUsers',
  'ListUserDetail',
  'ListUserGroups',
  'ShowPerson',
];

/** What is read again when a desktop is being changed. */
export const staleChanges: readonly OperationName[] = [
  'ShowDesktopDetail',
  'ListDesktopsDetail',
  'ListItaSubJobs',
];

/** What is shown as the status: the task that runs, otherwise the state. */
export type ShownStatus =
  | 'running'
  | 'stopped'
  | 'hibernated'
  | 'creating'
  | 'starting'
  | 'stopping'
  | 'restarting'
  | 'changing'
  | 'deleting'
  | 'deleteFailed'
  | 'failed'
  | 'unknown';

/** docs/reference/desktops.md */
const tasks: Readonly<Record<string, ShownStatus>> = {
  scheduling: 'creating',
  block_device_mapping: 'creating',
  networking: 'creating',
  spawning: 'creating',
  'powering-on': 'starting',
  'powering-off': 'stopping',
  rebooting: 'restarting',
  reboot_pending: 'restarting',
  reboot_started: 'restarting',
  rebooting_hard: 'restarting',
  reboot_pending_hard: 'restarting',
  reboot_started_hard: 'restarting',
  hibernating: 'stopping',
  deleting: 'deleting',
  deleteFailed: 'deleteFailed',
};

const states: Readonly<Record<string, ShownStatus>> = {
  ACTIVE: 'running',
  SHUTOFF: 'stopped',
  HIBERNATED: 'hibernated',
  DELETING: 'deleting',
  '': 'deleting',
  ERROR: 'failed',
};

/** What a desktop is at, for people. */
export function shownStatus({ status, task_status }: Pick<Desktop, 'status' | 'task_status'>): ShownStatus {
  if (task_status === '') return states[status] ?? 'unknown';
  return tasks[task_status] ?? 'changing';
}

/** `key=value`, or the key alone. */
export function tagText({ key, value }: { readonly key: string; readonly value: string }): string {
  return value === '' ? key : `${key}=${value}`;
}

/** The page of one. */
export function desktopPath(id: string): string {
  return `/console/desktops/${id}`;
}

/** The page with the plan of deleting them. */
export function deletionPath(desktopIds: readonly string[]): string {
  return `/console/deletions/plan?desktops=${desktopIds.join(',')}`;
}

/** The page that creates many of them. */
export const manyPath = '/console/desktops/create-many';
