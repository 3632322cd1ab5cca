export type ResourceType = 'desktop' | 'user' | 'userGroup' | 'scheduledTask';

/** What somebody asks about, as the API takes it. */
export interface AskedOperation {
  /** Name of an operation or of an action. */
  readonly operation: string;
  readonly resourceType: ResourceType;
  /** ID or name of what it is done to. */
  readonly resource: string | undefined;
  /** Words that are left over. */
  readonly rest: readonly string[];
}

/** Verb and noun, where the operation is not just called by them. */
const operations: Readonly<Record<string, string>> = {
  'delete desktop': 'DeleteDesktop',
  'delete desktops': 'BatchDeleteDesktops',
  'create desktop': 'CreateDesktop',
  'create desktops': 'CreateDesktop',
  'list desktop': 'ListDesktops',
  'list desktops': 'ListDesktops',
  'show desktop': 'ShowDesktopDetail',
  'get desktop': 'ShowDesktopDetail',
  'update desktop': 'UpdateDesktop',
  'rename desktop': 'UpdateDesktop',
  'protect desktop': 'UpdateDesktop',
  'unprotect desktop': 'UpdateDesktop',
  'open desktop': 'ShowRemoteConsoleAddress',
  'open screen': 'ShowRemoteConsoleAddress',
  'hibernate desktop': 'BatchRunDesktops',
  'wake desktop': 'BatchRunDesktops',
  'start desktop': 'BatchRunDesktops',
  'stop desktop': 'BatchRunDesktops',
  'reboot desktop': 'BatchRunDesktops',
  'resize desktop': 'ResizeDesktop',
  'rebuild desktop': 'BatchRebuildDesktopsSystemDisk',
  'add disk': 'AddVolumes',
  'expand disk': 'ExpandDesktopVolume',
  'delete disk': 'DeleteDesktopVolumes',
  'network desktop': 'ChangeDesktopNetwork',
  'maintain desktop': 'SetMaintenanceMode',
  'tell desktop': 'SendNotifications',
  'tag desktop': 'CreateTag',
  'untag desktop': 'DeleteTag',
  'attach desktop': 'AttachInstances',
  'detach desktop': 'DetachInstances',
  'release desktop': 'ReleaseDeletionItem',
  'plan desktop': 'ShowDeletionPlan',
  'list snapshots': 'ListDesktopSnapshot',
  'create snapshot': 'BatchCreateDesktopSnapshot',
  'restore snapshot': 'BatchRestoreDesktopSnapshot',
  'delete snapshot': 'BatchDeleteDesktopSnapshot',
  'delete user': 'DeleteUser',
  'create user': 'CreateDesktopUser',
  'list user': 'ListUsers',
  'list users': 'ListUsers',
  'show user': 'ListUserDetail',
  'get user': 'ListUserDetail',
  'update user': 'UpdateUserInfo',
  'create group': 'CreateUserGroup',
  'list group': 'ListUserGroups',
  'list groups': 'ListUserGroups',
  'show group': 'ListUsersOfGroup',
  'update group': 'UpdateUserGroup',
  'change group': 'RunActionsOnGroup',
  'delete group': 'DeleteUserGroup',
  'import users': 'BatchCreateUsers',
  'export users': 'ExportUsersNew',
  'export groups': 'ExportUserGroups',
  'decode authorization': 'DecodeAuthorizationMessage',
};

/** The verbs with their nouns, as they are typed. */
export const knownVerbs: readonly string[] = Object.keys(operations);

/**
 * Reads `delete desktop ID`, `DeleteDesktop ID` or `workspace:desktops:delete ID`.
 * @returns undefined when it does not say what is to be done
 */
export function nameOperation(words: readonly string[]): AskedOperation | undefined {
  const [first = '', second = '', ...others] = words;
  if (first.includes(':') || /^[A-Z]/.test(first)) {
    const [resource, ...rest] = words.slice(1);
    return { operation: first, resourceType: typeOf(first), resource, rest };
  }
  if (first === '' || second === '') return undefined;
  const operation = operations[`${first} ${second}`.toLowerCase()] ?? capital(first) + capital(second);
  const [resource, ...rest] = others;
  return {
    operation,
    resourceType: typeOfNoun(second.toLowerCase()),
    resource,
    rest,
  };
}

function typeOfNoun(noun: string): ResourceType {
  if (noun.startsWith('group')) return 'userGroup';
  if (noun.startsWith('task')) return 'scheduledTask';
  return noun.startsWith('user') ? 'user' : 'desktop';
}

/** Operations on users have a user in their name, and the desktop of those on desktops' users comes first. */
function typeOf(operation: string): ResourceType {
  if (operation.includes(':')) {
    const kinds: Readonly<Record<string, ResourceType>> = {
      users: 'user',
      usergroups: 'userGroup',
      scheduledtasks: 'scheduledTask',
    };
    return kinds[operation.split(':')[1]?.toLowerCase() ?? ''] ?? 'desktop';
  }
  if (operation.includes('ScheduledTask')) return 'scheduledTask';
  if (/UserGroup|OfGroup$|OnGroup$/.test(operation) && !operation.startsWith('Keystone')) return 'userGroup';
  return /User/.test(operation) && !/DesktopUsers|Attach|Detach/.test(operation) ? 'user' : 'desktop';
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
