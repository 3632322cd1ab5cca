import { general, type Permission } from '../../access/permissions/permission.js';
import { isOperation, type Operation, permissions } from '../../access/permissions/table.js';
import { readActionName } from '../../access/policies/matchActions.js';

/** What somebody asks about, by the name of an operation or of an action. */
export interface NamedOperation {
  /** Undefined for an action that no operation here asks for. */
  readonly operation: Operation | undefined;
  readonly permission: Permission;
}

/** Calls that carry a secret in place of credentials: whoever may ask for the secret may make them. */
const decidedElsewhere: Readonly<Partial<Record<Operation, Operation>>> = {
  OpenScreen: 'ShowRemoteConsoleAddress',
};

/**
 * Finds what is meant; the case does not count. An action stands for the first operation that asks for it, with all that it
 * depends on.
 * @param name `DeleteDesktop` or `workspace:desktops:delete`; an action may be one that this service does not know
 * @returns undefined for an operation that is not there
 */
export function findNamedOperation(name: string): NamedOperation | undefined {
  const operations = Object.keys(permissions).filter(isOperation);
  if (!name.includes(':')) {
    const named = operations.find((each) => each.toLowerCase() === name.toLowerCase());
    if (named === undefined) return undefined;
    const operation = decidedElsewhere[named] ?? named;
    return { operation, permission: permissions[operation] };
  }
  const { whole } = readActionName(name);
  const operation = operations.find((each) => {
    const { action } = permissions[each];
    return action !== undefined && readActionName(action).whole === whole;
  });
  if (operation === undefined) return { operation, permission: general('read', name) };
  return { operation, permission: permissions[operation] };
}
