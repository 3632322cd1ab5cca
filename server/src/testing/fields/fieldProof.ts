import type { TestService } from '../startTestService.js';

/** What a field goes with; a function where each call needs something of its own. */
export type Beside = object | (() => object);

/** How a field of a body is shown not to be taken and ignored. */
export type FieldProof =
  /** Sent by itself on top of a minimal call, it is found in what a look afterwards shows. */
  | { readonly send: unknown; readonly shown: string; readonly as?: unknown; readonly with?: Beside }
  /** A value that cannot be had is refused with the field's name in the message. */
  | { readonly send: unknown; readonly refused: RegExp; readonly with?: Beside }
  /** Looked at elsewhere: `its fields`, or in a test, whose path this begins with and which names the field. */
  | { readonly elsewhere: string };

/** The proofs of one operation, by the place of the field: `desktops[].user_name`. */
export interface OperationProofs {
  /** One minimal call with what is to be sent besides, and a look at what came of it. */
  readonly call: (
    service: TestService,
    further: object,
  ) => Promise<{
    readonly status: number;
    readonly message: string;
    readonly shown: unknown;
  }>;
  readonly fields: Readonly<Record<string, FieldProof>>;
}

/**
 * One call, and a look at what came of it if it was a success.
 * @param bodies what every call has, and what is sent besides
 */
export async function callAndLook(
  service: TestService,
  method: string,
  path: string,
  { minimal, further }: { readonly minimal: object; readonly further: object },
  look: (answer: unknown) => Promise<unknown>,
): ReturnType<OperationProofs['call']> {
  const { status, body, text } = await service.call(method, path, merge(minimal, further));
  if (status >= 400) return { status, message: text, shown: undefined };
  return { status, message: '', shown: await look(body) };
}

/** What goes with the field of a proof, for one call. */
export const besideOf = ({ with: beside }: { readonly with?: Beside }): object =>
  typeof beside === 'function' ? beside() : (beside ?? {});

/** A body with one value at a place; lists have one entry. */
export function bodyWith(place: string, value: unknown): object {
  const [first = '', ...rest] = place.split('.');
  const name = first.replace('[]', '');
  const inner = rest.length === 0 ? value : bodyWith(rest.join('.'), value);
  return { [name]: first.endsWith('[]') ? [inner] : inner };
}

/** Two bodies in one; of what both have, the second counts, entry by entry in lists. */
export function merge(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other))
    return Array.from({ length: Math.max(one.length, other.length) }, (_, index) =>
      index in other ? merge(one[index], other[index]) : one[index],
    );
  if (!isPlain(one) || !isPlain(other)) return other ?? one;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(names.map((name) => [name, merge(one[name], other[name])]));
}

/** What stands at a path, `tags.0.key`. */
export function valueAt(shown: unknown, path: string): unknown {
  return path === ''
    ? shown
    : path.split('.').reduce<unknown>((at, step) => Reflect.get(Object(at), step), shown);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
