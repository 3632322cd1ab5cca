import type { SampleCall, SampleValue } from '@deskplane/samples/sampleCall.js';
import type { ApiParameter, RoutedOperation } from './apiDocument';

/** What was typed into the form. */
export interface FilledCall {
  /** By place and name: `query:limit`. Empty: not sent. */
  readonly values: Readonly<Record<string, string>>;
  /** JSON as it was typed; empty: none. */
  readonly body: string;
}

export const keyOf = ({ in: place, name }: ApiParameter): string => `${place}:${name}`;

/** The parameters to fill in: the project is the one that is looked at. */
export function parametersOf({ operation }: RoutedOperation): readonly ApiParameter[] {
  return (operation.parameters ?? []).filter(
    ({ in: place, name }) => place !== 'path' || name !== 'project_id',
  );
}

/** Nothing but the example of the body, which shows its form. */
export function startWith({ operation }: RoutedOperation): FilledCall {
  const example = operation.requestBody?.content['application/json']?.example;
  return { values: {}, body: example === undefined ? '' : JSON.stringify(example, null, 2) };
}

/** The body as JSON. @returns undefined for text that is none */
export function readBody(text: string): { readonly value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Whether bytes are sent, which a form cannot hold. */
export const takesBytes = ({ operation }: RoutedOperation): boolean =>
  operation.requestBody?.content['application/octet-stream'] !== undefined;

/** The example of a parameter as it would be typed; lists with commas. */
export function exampleOf({ example }: ApiParameter): string {
  if (example === undefined) return '';
  if (Array.isArray(example)) return example.join(',');
  return typeof example === 'string' ? example : JSON.stringify(example);
}

/** What is missing before it can be called. */
export function missingIn(routed: RoutedOperation, { values }: FilledCall): readonly ApiParameter[] {
  return parametersOf(routed).filter(
    (parameter) => parameter.required === true && (values[keyOf(parameter)] ?? '') === '',
  );
}

/** The call for samples; what is not filled in and must be is as in the example. */
export function sampleCallOf(
  routed: RoutedOperation,
  call: FilledCall,
  where: { readonly projectId: string; readonly domainId: string; readonly endpoint: string },
): SampleCall {
  const { operation, method, path } = routed;
  const filled = parametersOf(routed).flatMap((parameter) => {
    const typed = call.values[keyOf(parameter)] ?? '';
    if (typed === '' && parameter.required !== true) return [];
    return [{ parameter, value: typed === '' ? exampleOf(parameter) : typed }];
  });
  const inPlace = <Value>(place: string, read: (value: string, parameter: ApiParameter) => Value) =>
    Object.fromEntries(
      filled
        .filter(({ parameter }) => parameter.in === place)
        .map(({ parameter, value }) => [parameter.name, read(value, parameter)]),
    );
  const text = (value: string): string => value;
  return {
    operation: operation.operationId,
    method,
    path,
    ...where,
    region: 'local-1',
    pathValues: inPlace<SampleValue>('path', text),
    query: inPlace<SampleValue | readonly SampleValue[]>('query', readTyped),
    headers: inPlace('header', text),
    body: readBody(call.body)?.value,
    anonymous: operation.security?.length === 0,
    takesBytes: takesBytes(routed),
  };
}

/** As its schema has it: lists are typed with commas. */
function readTyped(value: string, { schema }: ApiParameter): SampleValue | readonly SampleValue[] {
  if (schema.type === 'boolean') return value === 'true';
  if (schema.type === 'integer') return Number(value);
  return schema.type === 'array' ? value.split(',').map((each) => each.trim()) : value;
}
