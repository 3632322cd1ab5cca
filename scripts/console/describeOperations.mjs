const methods = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * TypeScript of what each operation of an OpenAPI document takes and answers, and where it is called: `Operations`, a type per
 * operation, and `addresses`, its method and path.
 * @param document with its schemas in place, as ours has them: no `$ref`
 */
export function describeOperations(document) {
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] === undefined ? [] : [{ ...item[method], method, path }])),
  );
  const named = new Map();
  // Some operations have several addresses for the sake of older clients; the first is the one of the definition.
  for (const operation of operations)
    if (!named.has(operation.operationId)) named.set(operation.operationId, operation);
  const sorted = [...named.values()].sort((one, other) => (one.operationId < other.operationId ? -1 : 1));
  return [
    '// Made by scripts/console from the routes of the service: not to be edited, not kept in git.',
    'export interface Operations {',
    ...sorted.map((operation) => `  ${JSON.stringify(operation.operationId)}: ${describe(operation)};`),
    '}',
    '',
    'export const addresses: { readonly [Name in keyof Operations]: readonly [method: string, path: string] } = {',
    ...sorted.map(
      ({ operationId, method, path }) =>
        `  ${JSON.stringify(operationId)}: ['${method.toUpperCase()}', '${path}'],`,
    ),
    '};',
    '',
  ].join('\n');
}

function describe({ parameters = [], requestBody, responses }) {
  const within = (place) => {
    const chosen = parameters.filter((parameter) => parameter.in === place);
    return `{ ${chosen.map(({ name, required, schema }) => `${JSON.stringify(name)}${required ? '' : '?'}: ${typeOf(schema)};`).join(' ')} }`;
  };
  const body = requestBody?.content?.['application/json']?.schema;
  const answers = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  const answer = answers.map(([, response]) => typeOfContent(response.content)).join(' | ');
  return `{ path: ${within('path')}; query: ${within('query')}; body: ${body === undefined ? 'undefined' : typeOf(body)}; answer: ${answer || 'undefined'} }`;
}

function typeOfContent(content) {
  if (content === undefined) return 'undefined';
  const schema = content['application/json']?.schema;
  return schema === undefined ? 'string' : typeOf(schema);
}

function typeOf(schema) {
  if (schema === undefined || schema === true || Object.keys(schema).length === 0) return 'unknown';
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts !== undefined) return `(${parts.map(typeOf).join(' | ')})`;
  if (schema.allOf !== undefined) return `(${schema.allOf.map(typeOf).join(' & ')})`;
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  return types.length === 1
    ? typeNamed(types[0], schema)
    : `(${types.map((type) => typeNamed(type, schema)).join(' | ')})`;
}

function typeNamed(type, schema) {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return `readonly (${typeOf(schema.items)})[]`;
    case 'object':
    case undefined:
      return typeOfObject(schema);
    default:
      throw new Error(`A schema has the type ${type}, which TypeScript is not told of.`);
  }
}

function typeOfObject({ properties, required = [], additionalProperties, patternProperties }) {
  const fields = Object.entries(properties ?? {}).map(
    ([name, schema]) =>
      `${schema.description === undefined ? '' : `/** ${schema.description.replaceAll('*/', '* /')} */ `}readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)};`,
  );
  const others = additionalProperties || Object.values(patternProperties ?? {})[0];
  if (fields.length === 0) return `Readonly<Record<string, ${others ? typeOf(others) : 'unknown'}>>`;
  return `{ ${fields.join(' ')} }`;
}
