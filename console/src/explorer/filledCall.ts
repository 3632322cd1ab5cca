import { pathFault, type SampleCall, type SampleValue } from '@deskplane/samples/sampleCall.js';
import type { TFunction } from 'i18next';
import type { ApiParameter, ApiSchema, RoutedOperation } from './apiDocument';
import { readBody, writeBody } from './bodyText';
import { faultsOf } from './faults';
import { asObject, formOf, shownIn } from './schemaForm';

/** What was typed into the form. */
export interface FilledCall {
  /** By place and name: `query:limit`. Undefined: not sent. */
  readonly values: Readonly<Record<string, unknown>>;
  /** JSON as it was typed; empty: none. */
  readonly body: string;
}

export const keyOf = ({ in: place, name }: ApiParameter): string => `${place}:${name}`;

/**
 * The parameters to fill in, those that must be there first: the project is the one that is looked at. Each with its description and
 * example in its schema.
 */
export function parametersOf({ operation }: RoutedOperation): readonly ApiParameter[] {
  return (operation.parameters ?? [])
    .filter(({ in: place, name }) => place !== 'path' || name !== 'project_id')
    .toSorted((one, other) => Number(other.required === true) - Number(one.required === true))
    .map(({ description, example, schema, ...same }) => ({
      ...same,
      ...(example === undefined ? {} : { example }),
      schema: {
        // What is left open is sent as the text that was typed.
        ...(formOf(schema).kind === 'json' ? { type: 'string' } : schema),
        ...(description === undefined ? {} : { description }),
        ...(example === undefined ? {} : { examples: [example] }),
      },
    }));
}

/** The schema of a JSON body. */
export const bodySchemaOf = ({ operation }: RoutedOperation): ApiSchema | undefined =>
  operation.requestBody?.content['application/json']?.schema;

/** Nothing but the example of the body, which shows its form. @param ids in place of those of the example, by the name of the field */
export function startWith({ operation }: RoutedOperation, ids: Readonly<Record<string, string>>): FilledCall {
  const example = operation.requestBody?.content['application/json']?.example;
  const known = Object.entries(ids).filter(([name]) => name in asObject(example));
  return {
    values: {},
    body: writeBody(known.length === 0 ? example : { ...asObject(example), ...Object.fromEntries(known) }),
  };
}

const sends = ({ operation }: RoutedOperation, type: string): boolean =>
  operation.requestBody?.content[type] !== undefined;
const bytes = 'application/octet-stream';
const form = 'multipart/form-data';

/** Whether a file is sent, which what is typed cannot hold. */
export const takesFile = (routed: RoutedOperation): boolean => sends(routed, bytes) || sends(routed, form);

/** What is wrong with the value of a parameter, by place in it: with one that was taken out again, too. */
export function parameterFaults(
  parameter: ApiParameter,
  { values }: FilledCall,
  t: TFunction<'explorer'>,
): ReadonlyMap<string, string> {
  const { schema, in: place } = parameter;
  const value = values[keyOf(parameter)];
  const fault = place === 'path' && keyOf(parameter) in values ? pathFault(valueOf(value)) : undefined;
  if (fault !== undefined) return new Map([['', t(`fault.path.${fault}`)]]);
  if (value === undefined) return new Map();
  return new Map(faultsOf(schema, value, t).map(({ pointer, words }) => [pointer, words]));
}

/** What is missing before it can be called: an address has a value for each of its places. */
export function missingIn(routed: RoutedOperation, { values }: FilledCall): readonly ApiParameter[] {
  return parametersOf(routed).filter(
    (parameter) => parameter.required === true && values[keyOf(parameter)] === undefined,
  );
}

/** Those whose value can be in no address: sent, it would be another call. */
export function unsendableIn(routed: RoutedOperation, { values }: FilledCall): readonly ApiParameter[] {
  return parametersOf(routed).filter((parameter) => {
    const value = values[keyOf(parameter)];
    return parameter.in === 'path' && value !== undefined && pathFault(valueOf(value)) !== undefined;
  });
}

/** How many values of the form the service will refuse. */
export function countFaults(routed: RoutedOperation, call: FilledCall, t: TFunction<'explorer'>): number {
  const schema = bodySchemaOf(routed);
  const read = readBody(call.body);
  const inBody =
    schema !== undefined && 'value' in read && read.value !== undefined
      ? faultsOf(schema, read.value, t).length
      : 0;
  return parametersOf(routed).reduce(
    (count, parameter) => count + parameterFaults(parameter, call, t).size,
    inBody,
  );
}

/** The call for samples; what is not filled in and must be is as in the example. */
export function sampleCallOf(
  routed: RoutedOperation,
  call: FilledCall,
  where: Pick<SampleCall, 'projectId' | 'domainId' | 'endpoint' | 'region'>,
): SampleCall {
  const { operation, method, path } = routed;
  const filled = parametersOf(routed).flatMap((parameter) => {
    const typed = call.values[keyOf(parameter)];
    if (typed === undefined && parameter.required !== true) return [];
    return [{ parameter, value: typed ?? parameter.example ?? '' }];
  });
  const inPlace = <Value>(place: string, read: (value: unknown) => Value) =>
    Object.fromEntries(
      filled
        .filter(({ parameter }) => parameter.in === place)
        .map(({ parameter, value }) => [parameter.name, read(value)]),
    );
  const read = readBody(call.body);
  return {
    operation: operation.operationId,
    method,
    path,
    ...where,
    pathValues: inPlace<SampleValue>('path', valueOf),
    query: inPlace<SampleValue | readonly SampleValue[]>('query', (value) =>
      Array.isArray(value) ? value.map(valueOf) : valueOf(value),
    ),
    headers: inPlace('header', shownIn),
    ...('value' in read && read.value !== undefined ? { body: read.value } : {}),
    anonymous: operation.security?.length === 0,
    takesBytes: sends(routed, bytes),
    takesForm: sends(routed, form),
  };
}

const valueOf = (value: unknown): SampleValue =>
  typeof value === 'number' || typeof value === 'boolean' ? value : shownIn(value);
