import { filledPath, type SampleCall } from '@deskplane/samples/sampleCall.js';
import type { Flags } from '../deletions/plans';
import { usualFlags } from '../deletions/plans';
import type { RoutedOperation } from './apiDocument';
import { asList, asObject } from './schemaForm';

/** What is known of a call once it was shown what it does. */
export interface Agreement {
  /** Is typed, so that nobody agrees by a slip. */
  readonly word: string;
  /** The call that does exactly what was shown. @throws {Error} when that has become something else since */
  readonly agreed: () => Promise<SampleCall>;
}

/** The desktops that a call deletes; undefined: it deletes something else. */
export function desktopsIn(call: SampleCall): readonly string[] | undefined {
  if (call.operation === 'DeleteDesktop') return [String(call.pathValues['desktop_id'] ?? '')];
  if (call.operation !== 'BatchDeleteDesktops') return undefined;
  return [...new Set(asList(asObject(call.body)['desktop_ids']).map(String))];
}

/** What a call that deletes desktops says of how: in its query, or, where there are several, in its body. */
export function flagsIn(call: SampleCall): Flags {
  const given = call.operation === 'DeleteDesktop' ? call.query : asObject(call.body);
  const flag = (name: keyof Flags): boolean => {
    const value = given[name];
    return typeof value === 'boolean' ? value : usualFlags[name];
  };
  return {
    delete_users: flag('delete_users'),
    email_notification: flag('email_notification'),
    is_force_delete: flag('is_force_delete'),
  };
}

/**
 * Where the service shows the things that a call is about: GET of the same address, or of each thing that its body names.
 * @param operations all that there are
 */
export function addressesOf(call: SampleCall, operations: readonly RoutedOperation[]): readonly string[] {
  if (call.operation === 'BatchDeleteUser') {
    const path = '/v2/{project_id}/users/{user_id}';
    return asList(asObject(call.body)['user_ids']).map((id) =>
      filledPath({ ...call, path, pathValues: { user_id: String(id) } }),
    );
  }
  const isShown = operations.some(({ method, path }) => method === 'GET' && path === call.path);
  return isShown && Object.keys(call.pathValues).length > 0 ? [filledPath(call)] : [];
}

/** What a person calls a thing, the most telling first. */
const names = ['computer_name', 'user_name', 'policy_name', 'display_name', 'name'];

/** The name in an answer about one thing; undefined: it has none. */
export function nameIn(answer: unknown, depth = 0): string | undefined {
  const fields = asObject(answer);
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  if (depth === 2) return undefined;
  for (const part of Object.values(fields)) {
    const found = nameIn(part, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is typed where no answer has a name: what the call itself calls the thing, or else what it does. */
export function wordIn(call: SampleCall): string {
  const named = asObject(call.body)['user_name'];
  const last = Object.values(call.pathValues).at(-1);
  return typeof named === 'string' && named !== '' ? named : String(last ?? call.operation);
}
