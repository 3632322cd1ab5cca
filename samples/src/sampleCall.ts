import { wholeCharacters } from './literals.js';

/** A call with its values, as samples are made from. */
export interface SampleCall {
  /** Its name in the API: `DeleteDesktop`. */
  readonly operation: string;
  readonly method: string;
  /** As OpenAPI writes it: `/v2/{project_id}/desktops/{desktop_id}`. */
  readonly path: string;
  /** Where the service is, without a slash at the end. */
  readonly endpoint: string;
  readonly projectId: string;
  /** The account, which signs what is in no project. */
  readonly domainId: string;
  readonly region: string;
  /** By name, without the project. What is not there is not sent. */
  readonly pathValues: Readonly<Record<string, SampleValue>>;
  readonly query: Readonly<Record<string, SampleValue | readonly SampleValue[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON; undefined: none. */
  readonly body?: unknown;
  /** Needs no credentials. */
  readonly anonymous: boolean;
  /** The body is bytes, from a file. */
  readonly takesBytes: boolean;
  /** The body is a form with a file in it, of the name `file`. */
  readonly takesForm: boolean;
}

/** Whether the body is from a file, in a form or not. */
export const sendsFile = ({ takesBytes, takesForm }: SampleCall): boolean => takesBytes || takesForm;

export type SampleValue = string | number | boolean;

/** Why no request can have a value as a part of its path. */
export type PathFault = 'empty' | 'dots' | 'halfCharacter';

/**
 * Whether a value can be a part of a path. An empty part, `.` and `..` cannot, percent-encoded neither: clients take them out of an
 * address, so that the call becomes another one. Half a character (of UTF-16) has no encoding.
 */
export function pathFault(value: SampleValue): PathFault | undefined {
  const text = String(value);
  if (text === '') return 'empty';
  if (text === '.' || text === '..') return 'dots';
  return wholeCharacters(text) === text ? undefined : 'halfCharacter';
}

/** Whether the call can be sent: no program can send it otherwise. */
export const canBeSent = ({ pathValues }: SampleCall): boolean =>
  Object.values(pathValues).every((value) => pathFault(value) === undefined);

/** The path with its values filled in, percent-encoded, the project included. */
export function filledPath(call: SampleCall): string {
  return call.path.replace(/\{(\w+|\*)\}/g, (placeholder, name: string) => {
    const given = name === 'project_id' ? call.projectId : call.pathValues[name];
    return given === undefined ? placeholder : encoded(String(given));
  });
}

/**
 * The values of the path for an SDK that escapes what no address can hold, but neither what means something in one nor what parsers of
 * addresses drop.
 */
export function escapedPathValues({ pathValues }: SampleCall): SampleCall['pathValues'] {
  const escape = (value: SampleValue): SampleValue =>
    typeof value === 'string' ? value.replaceAll(/[%/?#\\]|\p{Cc}/gu, encodeURIComponent) : value;
  return Object.fromEntries(Object.entries(pathValues).map(([name, value]) => [name, escape(value)]));
}

/** Name and value of each query parameter, once for each value of a list. */
export function queryPairs({ query }: SampleCall): readonly (readonly [string, string])[] {
  return Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((each: SampleValue) => [name, String(each)] as const),
  );
}

/** The query with its question mark; empty: none. */
export function queryText(call: SampleCall): string {
  const pairs = queryPairs(call).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Whether the call is made in a project. */
export const isInProject = ({ path }: SampleCall): boolean => path.includes('{project_id}');

/**
 * Everything that the request object of an SDK holds, by the names of the API.
 * @param pathValues as the SDK takes them
 */
export function requestFields(
  call: SampleCall,
  pathValues: SampleCall['pathValues'],
): Readonly<Record<string, unknown>> {
  return { ...pathValues, ...call.query, ...(call.body === undefined ? {} : { body: call.body }) };
}

const encoded = (text: string): string => encodeURIComponent(wholeCharacters(text));
