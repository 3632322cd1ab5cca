import type { AuditEvent } from './filter';

/** What an audit event says of the call and the decision, told apart. What is not known here is kept as it is. */
export interface EventFacts {
  readonly call: string;
  /** `token`, `session`, an access key; undefined: the caller proved himself otherwise, or not at all. */
  readonly credential: string | undefined;
  readonly switches: readonly { readonly name: string; readonly isOn: boolean }[];
  readonly bytes: number | undefined;
  /** Of calls about several things. */
  readonly resourceIds: readonly string[];
  readonly allowed: boolean | undefined;
  /** What allowed it; empty: nobody had to. */
  readonly by: readonly Grounds[];
  /** What was asked for, and refused. */
  readonly action: string | undefined;
  readonly resource: string | undefined;
  /** What failed, where that is another action that the first one depends on. */
  readonly failedAction: string | undefined;
  readonly isExplicit: boolean;
  /** That which denied it. */
  readonly denier: Grounds | undefined;
  readonly outcome: string;
  readonly others: readonly { readonly name: string; readonly value: string }[];
}

/** The account itself, or a statement of a policy. */
export type Grounds =
  | { readonly kind: 'root' }
  | { readonly kind: 'policy'; readonly id: string; readonly statement: string }
  | { readonly kind: 'other'; readonly text: string };

const known = {
  request: ['method', 'path', 'flags', 'bytes', 'resource_ids', 'credential'],
  decision: ['allowed', 'by', 'action', 'resource', 'failed_action', 'kind', 'policy_id', 'statement'],
} as const;

/** @returns undefined where the event is in no form that is known here */
export function readEventFacts({
  request,
  message,
}: Pick<AuditEvent, 'request' | 'message'>): EventFacts | undefined {
  const call = parse(request);
  const said = parse(message);
  if (call === undefined || said === undefined) return undefined;
  const decision = fieldsOf(said['decision']);
  const policyId = textOf(decision['policy_id']);
  const failed = textOf(decision['failed_action']);
  const action = textOf(decision['action']);
  return {
    call: [textOf(call['method']), textOf(call['path'])].filter((each) => each !== undefined).join(' '),
    credential: textOf(call['credential']),
    switches: Object.entries(fieldsOf(call['flags'])).map(([name, value]) => ({
      name,
      isOn: value === true,
    })),
    bytes: typeof call['bytes'] === 'number' ? call['bytes'] : undefined,
    resourceIds: textsOf(call['resource_ids']),
    allowed: typeof decision['allowed'] === 'boolean' ? decision['allowed'] : undefined,
    by: textsOf(decision['by']).map(groundsOf),
    action,
    resource: textOf(decision['resource']),
    failedAction: failed === action ? undefined : failed,
    isExplicit: decision['kind'] === 'explicit',
    denier:
      policyId === undefined
        ? undefined
        : {
            kind: 'policy',
            id: policyId,
            statement: (textOf(decision['statement']) ?? '').replace(/^#/, ''),
          },
    outcome: textOf(said['outcome']) ?? '',
    others: [...othersOf(call, known.request), ...othersOf(decision, known.decision)],
  };
}

function groundsOf(text: string): Grounds {
  if (text === 'account-root') return { kind: 'root' };
  const [, id, statement] = /^policy:(.+)#(.*)$/.exec(text) ?? [];
  return id === undefined || statement === undefined
    ? { kind: 'other', text }
    : { kind: 'policy', id, statement };
}

function othersOf(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(fields)
    .filter(([name, value]) => !names.includes(name) && value !== null)
    .map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
