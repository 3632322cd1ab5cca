import { callService } from './callService';
import { addresses, type Operations } from './operations.generated';

export type OperationName = keyof Operations;
export type Answer<Name extends OperationName> = Operations[Name]['answer'];

/** The path parameters that an operation takes beside the project's id, which is filled in. */
export type PathOf<Name extends OperationName> = Omit<Operations[Name]['path'], 'project_id'>;

export interface Parameters<Name extends OperationName> {
  readonly path?: PathOf<Name>;
  readonly query?: Operations[Name]['query'];
  readonly body?: Operations[Name]['body'];
  /** Of operations that take a file, or a piece of one. */
  readonly bytes?: Blob;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Calls an operation of the public API by its name. The answer has the shape of its schema, which the service holds itself to.
 * @throws {ServiceError}
 */
export async function callOperation<Name extends OperationName>(
  projectId: string,
  name: Name,
  parameters: Parameters<Name> = {},
  signal?: AbortSignal,
): Promise<Answer<Name>> {
  const [method, pattern] = addresses[name];
  const values = { project_id: projectId, ...parameters.path };
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(Reflect.get(values, key))),
  );
  const answer = await callService(method, `${path}${queryText(parameters.query ?? {})}`, {
    ...(parameters.body === undefined ? {} : { body: parameters.body }),
    ...(parameters.bytes === undefined ? {} : { bytes: parameters.bytes }),
    ...(parameters.headers === undefined ? {} : { headers: parameters.headers }),
    ...(signal === undefined ? {} : { signal }),
  });
  return readAnswer<Name>(answer);
}

// The types are made from the schemas that the service writes its answers with: the one place where a type is believed.
function readAnswer<Name extends OperationName>(answer: unknown): Answer<Name> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return answer as Answer<Name>;
}

/** Lists as repeated keys; what is undefined is left out. */
function queryText(query: object): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== '') search.append(key, String(each));
    }
  }
  return search.size === 0 ? '' : `?${search}`;
}
