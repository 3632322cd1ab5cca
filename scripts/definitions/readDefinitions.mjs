// The facts of the published API definitions that the tests hold the routes to, one operation a line.
//   node scripts/definitions/writeDefinitions.mjs DEFINITIONS INTERFACE
// DEFINITIONS: a directory of definitions by service (workspace.json …), Swagger without texts. INTERFACE: the operations and models
// that the official SDK declares.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const services = ['workspace', 'iam', 'vpc', 'eps', 'ims', 'cts'];

const limits = [
  'type',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
  'enum',
  'default',
];

/** The operations of one service by name, each with what its calls look like. */
export function readService(directory, service) {
  const { operations, definitions } = readJson(join(directory, `${service}.json`));
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => [name, compact(operation, definitions)]),
  );
}

/** The operations that the SDK declares, by name, with the parameters and fields that the definitions do not have. */
export function readInterface(file, published) {
  const { operations, models } = readJson(file);
  return Object.fromEntries(
    operations.map(({ operation, method, path, query, request }) => {
      const known = published[operation] ?? { parameters: [], body: {} };
      const parameters = query
        .filter((name) => !known.parameters.some((each) => each.name === name))
        .map((name) => ({ in: 'query', name, ...typeOf(models[request]?.[name]) }));
      const body = Object.entries(fieldsOfModel(models, models[request]?.body ?? '', '')).filter(
        ([place]) => known.body?.[place] === undefined,
      );
      return [
        operation,
        {
          method,
          path,
          ...(parameters.length === 0 ? {} : { parameters }),
          ...(body.length === 0 ? {} : { body: Object.fromEntries(body) }),
        },
      ];
    }),
  );
}

function compact({ method, path, action, level, trace, parameters, responses }, definitions) {
  const named = parameters.filter((each) => each.name !== undefined && each.in !== 'body');
  const body = parameters.find((each) => each.in === 'body')?.schema;
  return {
    method,
    path,
    ...(action === undefined ? {} : { action, level }),
    ...(trace === undefined ? {} : { trace }),
    parameters: named.map((each) => ({
      in: each.in,
      name: each.name,
      ...(each.required === true ? { required: true } : {}),
      ...factsOf(each, definitions),
    })),
    ...(body === undefined ? {} : { body: fieldsOf(body, definitions, '', []) }),
    answers: Object.keys(responses)
      .filter((status) => /^\d+$/.test(status))
      .map(Number),
  };
}

/** Every field at any depth by its place, `desktops[].user_name`. */
function fieldsOf(schema, definitions, at, within) {
  const name = schema.$ref;
  if (name !== undefined && within.includes(name)) return {};
  const { properties, required } = flatten(schema, definitions);
  const fields = {};
  for (const [property, given] of Object.entries(properties)) {
    const place = at === '' ? property : `${at}.${property}`;
    fields[place] = {
      ...(required.includes(property) ? { required: true } : {}),
      ...factsOf(given, definitions),
    };
    const inner = [...within, name].filter((each) => each !== undefined);
    const resolved = resolve(given, definitions);
    if (resolved.type === 'array' || resolved.items !== undefined)
      Object.assign(
        fields,
        fieldsOf(resolved.items ?? {}, definitions, `${place}[]`, [...inner, given.$ref]),
      );
    else Object.assign(fields, fieldsOf(given, definitions, place, inner));
  }
  return fields;
}

function flatten(schema, definitions) {
  const { properties = {}, required = [], allOf = [] } = resolve(schema, definitions);
  const parts = allOf.map((part) => flatten(part, definitions));
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties), properties),
    required: [...parts.flatMap((part) => part.required), ...required],
  };
}

function factsOf(given, definitions) {
  const schema = resolve(given, definitions);
  const facts = Object.fromEntries(limits.flatMap((key) => (key in schema ? [[key, schema[key]]] : [])));
  if (facts.type === undefined && (schema.properties !== undefined || schema.allOf !== undefined))
    facts.type = 'object';
  const of = schema.items === undefined ? undefined : resolve(schema.items, definitions);
  return of?.type === undefined ? facts : { ...facts, items: of.type };
}

function resolve(schema, definitions) {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : resolve(definitions[name] ?? {}, definitions);
}

function fieldsOfModel(models, type, at, within = []) {
  const fields = {};
  for (const [property, given] of Object.entries(models[type] ?? {})) {
    const place = at === '' ? property : `${at}.${property}`;
    fields[place] = typeOf(given);
    const inner = /^list\[(.*)\]$/.exec(given)?.[1];
    const model = inner ?? given;
    if (models[model] !== undefined && !within.includes(model))
      Object.assign(
        fields,
        fieldsOfModel(models, model, inner === undefined ? place : `${place}[]`, [...within, type]),
      );
  }
  return fields;
}

function typeOf(given = 'str') {
  const words = { str: 'string', int: 'integer', bool: 'boolean', float: 'number' };
  if (words[given] !== undefined) return { type: words[given] };
  if (given.startsWith('list[')) return { type: 'array' };
  return given.startsWith('dict(') ? { type: 'object' } : {};
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
