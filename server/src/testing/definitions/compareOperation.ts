import { mayChange } from '../../access/permissions/permission.js';
import { isOperation, permissions } from '../../access/permissions/table.js';
import { auditEventNameOf } from '../../audit/events/auditEventNames.js';
import type { PublishedFacts, PublishedOperation } from './readDefinitions.js';
import type { RoutedOperation, RoutedSchema } from './routedFields.js';

/** Headers that are read of every request, whichever route it is for. */
const generalHeaders = new Set([
  'x-auth-token',
  'x-subject-token',
  'x-language',
  'content-type',
  'x-client-token',
  'x-sdk-date',
  'authorization',
  'host',
  'x-project-id',
  'x-domain-id',
  'service-transaction-id',
  'x-request-id',
]);

/** Statuses that are published and that this service has no use for: prices, proxies, and methods, which a path without one does not have. */
const unusedStatuses = new Set([402, 405, 406, 407, 408, 410, 501, 502, 504]);

/**
 * How a route differs from its published definition, one sentence each: what a client could send, or would look for, that is not
 * as it was told.
 */
export function differencesOf(published: PublishedOperation, routed: RoutedOperation): string[] {
  const at = (words: string): string => `${routed.operationId} ${words}`;
  return [
    ...parameterDifferences(published, routed),
    ...bodyDifferences(published, routed),
    ...answerDifferences(published, routed),
    ...ruleDifferences(published, routed),
  ].map(at);
}

function parameterDifferences(published: PublishedOperation, routed: RoutedOperation): string[] {
  const { parameters = [] } = published;
  const found = new Map(routed.parameters.map((each) => [`${each.in}.${each.name.toLowerCase()}`, each]));
  const told = parameters.flatMap((each) => {
    const { in: place, name, ...facts } = each;
    if (place === 'header' && generalHeaders.has(name.toLowerCase())) return [];
    const ours = found.get(`${place}.${name.toLowerCase()}`);
    // The parts of a path have the form that this service gives its ids, and names that nobody sees.
    if (place === 'path' || routed.notOffered.includes(`${place}.${name}`)) return [];
    if (ours === undefined) return [`${place}.${name}: not taken`];
    return factDifferences(asText(facts, ours.schema), {
      schema: ours.schema,
      required: ours.required === true,
    }).map((words) => `${place}.${name}: ${words}`);
  });
  const known = new Set(parameters.map((each) => `${each.in}.${each.name.toLowerCase()}`));
  const own = routed.parameters
    .filter((each) => each.in !== 'path' && !generalHeaders.has(each.name.toLowerCase()))
    .filter((each) => !known.has(`${each.in}.${each.name.toLowerCase()}`))
    .map((each) => `${each.in}.${each.name}: ours`);
  return [...told, ...own];
}

/** A number in an address is a text, whichever it is told to be. */
function asText({ type, default: usual, ...facts }: PublishedFacts, ours: RoutedSchema): PublishedFacts {
  const numeric = typesOf(ours).includes('integer');
  if (type === 'string' && numeric) return { default: usual === undefined ? usual : Number(usual) };
  if ((type === 'integer' && !numeric) || (type === 'boolean' && typesOf(ours).includes('string'))) return {};
  return {
    ...facts,
    ...(type === undefined ? {} : { type }),
    ...(usual === undefined ? {} : { default: usual }),
  };
}

function bodyDifferences({ body }: PublishedOperation, routed: RoutedOperation): string[] {
  // Of some calls only the paths are published.
  if (body === undefined) return [];
  const refused = (place: string): boolean =>
    routed.notOffered.some(
      (each) => place === each || place.startsWith(`${each}.`) || place.startsWith(`${each}[]`),
    );
  const told = Object.entries(body).flatMap(([place, facts]) => {
    if (refused(place)) return [];
    const ours = routed.body[place];
    if (ours === undefined) return isWithinMissing(place, body, routed) ? [] : [`body.${place}: not taken`];
    return factDifferences(facts, ours).map((words) => `body.${place}: ${words}`);
  });
  const own = Object.keys(routed.body)
    .filter((place) => body[place] === undefined)
    .map((place) => `body.${place}: ours`);
  return [...told, ...own];
}

/** A field is told of once, with the object that is missing as a whole. */
function isWithinMissing(
  place: string,
  body: Readonly<Record<string, PublishedFacts>>,
  routed: RoutedOperation,
): boolean {
  const above = Object.keys(body).filter(
    (other) => place.startsWith(`${other}.`) || place.startsWith(`${other}[]`),
  );
  return above.some((other) => routed.body[other] === undefined);
}

function answerDifferences({ answers }: PublishedOperation, routed: RoutedOperation): string[] {
  if (answers === undefined) return [];
  const isGood = (status: number): boolean => status < 400;
  const good = answers.filter(isGood).sort(ascending).join(', ');
  const ours = routed.answers.filter(isGood).sort(ascending).join(', ');
  const missing = answers.filter(
    (status) => !isGood(status) && !unusedStatuses.has(status) && !routed.answers.includes(status),
  );
  return [
    ...(good === ours || good === '' ? [] : [`answers: ${ours}, published ${good}`]),
    ...missing.map((status) => `answers: never ${status}`),
  ];
}

const ascending = (one: number, other: number): number => one - other;

/** What policies and the traces know of it. */
function ruleDifferences(
  { action, level, trace }: PublishedOperation,
  { operationId }: RoutedOperation,
): string[] {
  if (!isOperation(operationId)) return [];
  const ours = permissions[operationId];
  const ofThings = level?.startsWith('INSTANCE') === true;
  const name = auditEventNameOf(operationId);
  return [
    ...(action === undefined || action === ours.action
      ? []
      : [`action: ${ours.action ?? 'none'}, published ${action}`]),
    ...(level === undefined || ofThings === (ours.resource !== undefined)
      ? []
      : [`level: ${ours.resource ?? 'none'}, published ${level}`]),
    ...(trace === undefined || !mayChange(ours) || trace === name
      ? []
      : [`trace: ${name}, published ${trace}`]),
  ];
}

const lengths = ['minLength', 'maxLength'] as const;
const limits = ['minimum', 'maximum', 'minItems', 'maxItems'] as const;

function factDifferences(
  published: PublishedFacts,
  { schema, required }: { readonly schema: RoutedSchema; readonly required: boolean },
): string[] {
  const ours = typesOf(schema);
  const fits = published.type === undefined || ours.length === 0 || ours.includes(published.type);
  const isText = ours.length === 1 && ours[0] === 'string' && !saysMore(schema);
  const compared = !fits || schema.enum !== undefined ? [] : [...limits, ...(isText ? lengths : [])];
  return [
    ...(fits ? [] : [`${ours.join(' or ')}, published ${published.type}`]),
    ...((published.required ?? false) === required ? [] : [required ? 'required here' : 'not required here']),
    ...compared
      .filter((limit) => !isSame(limit, published, schema))
      .map((limit) => `${limit} ${schema[limit] ?? 'none'}, published ${published[limit] ?? 'none'}`),
    ...enumDifferences(published.enum, schema),
    ...(published.default === undefined ||
    same(published.default, schema.default) ||
    schema.default === undefined
      ? []
      : [`default ${JSON.stringify(schema.default)}, published ${JSON.stringify(published.default)}`]),
  ];
}

/** No least is the least that there is. What is published without a most has one here: nothing from outside has none. */
function isSame(
  limit: (typeof limits | typeof lengths)[number],
  published: PublishedFacts,
  schema: RoutedSchema,
): boolean {
  if (limit.startsWith('max')) return published[limit] === undefined || published[limit] === schema[limit];
  return (published[limit] ?? 0) === (schema[limit] ?? 0);
}

/** A form, or a list of words, says more than a length does. */
function saysMore({ pattern, enum: words, format }: RoutedSchema): boolean {
  return words !== undefined || format !== undefined || (pattern !== undefined && !/\\u0000/.test(pattern));
}

function enumDifferences(published: readonly unknown[] | undefined, { enum: ours }: RoutedSchema): string[] {
  if (published === undefined) return [];
  const left = published.filter((word) => ours !== undefined && !ours.some((each) => same(each, word)));
  return left.map((word) => `not ${JSON.stringify(word)}`);
}

function typesOf({ type, anyOf, enum: words, const: only }: RoutedSchema): readonly string[] {
  // A choice of whole numbers.
  if (type === 'number' && words?.every(Number.isInteger) === true) return ['integer'];
  if (type !== undefined) return (typeof type === 'string' ? [type] : type).filter((each) => each !== 'null');
  if (anyOf !== undefined) return [...new Set(anyOf.flatMap(typesOf))];
  return [...(words ?? []), only].flatMap((value) => (value === undefined ? [] : [typeof value]));
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
