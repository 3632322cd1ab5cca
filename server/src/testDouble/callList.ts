import type { Operation } from '../access/permissions/table.js';

/** As many calls as are kept: beyond these the oldest go. */
export const maxCalls = 2_000;

/** A call that was asked of the API. Holds no header, no body and no secret. */
export interface CallRecord {
  readonly requestId: string;
  readonly at: Date;
  readonly method: string;
  /** Undefined: there is none at that path. */
  readonly operation: Operation | undefined;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** What was answered; undefined: nothing as yet. */
  status: number | undefined;
  /** Who asked, by name; undefined: nobody knows. */
  user: string | undefined;
  /** The fault that struck it. */
  faultId: string | undefined;
}

/** Which calls to show. What is left out is the same. */
export interface CallFilter {
  readonly operation?: string | undefined;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly status?: number | undefined;
  readonly user?: string | undefined;
}

/** What was asked of this process since the list was cleared, the oldest first. */
export interface CallList {
  add(call: CallRecord): void;
  list(filter: CallFilter): readonly CallRecord[];
  /** How many went because there were too many. */
  forgotten(): number;
  /** @returns how many there were */
  clear(): number;
}

export function createCallList(): CallList {
  let calls: CallRecord[] = [];
  let forgotten = 0;
  return {
    add: (call) => {
      calls.push(call);
      if (calls.length <= maxCalls) return;
      calls.shift();
      forgotten += 1;
    },
    list: (filter) => calls.filter((call) => fits(call, filter)),
    forgotten: () => forgotten,
    clear: () => {
      const { length } = calls;
      calls = [];
      forgotten = 0;
      return length;
    },
  };
}

function fits(call: CallRecord, filter: CallFilter): boolean {
  return (
    (filter.operation === undefined || call.operation === filter.operation) &&
    (filter.method === undefined || call.method === filter.method) &&
    (filter.path === undefined || call.path.includes(filter.path)) &&
    (filter.status === undefined || call.status === filter.status) &&
    (filter.user === undefined || call.user === filter.user)
  );
}

/** What a name has in it, or is as a whole. `key` is neither: tags are looked for by it. */
const secretName = /token|secret|password|signature|ticket|credential|^(?:sk|code|passcode|totp|otp|pin)$/i;
const maxText = 512;

/** Path and query of a request's address as they are kept: shortened, and without values that may be secrets. */
export function readAddress(url: string): Pick<CallRecord, 'path' | 'query'> {
  const cut = url.indexOf('?');
  const path = (cut === -1 ? url : url.slice(0, cut)).slice(0, maxText);
  if (cut === -1) return { path, query: [] };
  const query = [...new URLSearchParams(url.slice(cut + 1))].slice(0, 50);
  return {
    path,
    query: query.map(([name, value]) => [
      name.slice(0, 100),
      secretName.test(name) ? '***' : value.slice(0, maxText),
    ]),
  };
}
