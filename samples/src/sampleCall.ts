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
}

export type SampleValue = string | number | boolean;

/** The path with its values filled in, percent-encoded, the project included. */
export function filledPath(call: SampleCall): string {
  return call.path.replace(/\{(\w+|\*)\}/g, (placeholder, name: string) => {
    const given = name === 'project_id' ? call.projectId : call.pathValues[name];
    return given === undefined ? placeholder : encodeURIComponent(String(given));
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
  const pairs = queryPairs(call).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
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
