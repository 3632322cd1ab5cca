import { isDeepStrictEqual } from 'node:util';
import { queryPairs } from '../../samples/dist/sampleCall.js';

/** Ends literals, begins expressions, runs commands, is no text in a page, shows as something else: where nothing guards it. */
const hostile = `'"\`$(touch broken)\${x}%{y}%41&a=b;</script>\\u0022);\\\u2028\u202e新😀\r\n\t\\`;
/** Not every SDK can tell a slash in a value of the path from one between two. */
const inPath = hostile.replaceAll('/', '');
const inBody = `${hostile}\u0000`;
/** What a header may hold. */
const inHeader = `"'\`$(touch broken)\${x}%{y}\\u0022);\\"`;

/** A call of an operation with hostile values wherever it takes a text. */
export function hostileCall({ path, method, operation }, endpoint, { project_id, domain_id }) {
  const parameters = (operation.parameters ?? []).filter(({ name }) => name !== 'project_id');
  const valuesIn = (place) =>
    Object.fromEntries(
      parameters
        .filter((each) => each.in === place)
        .map(({ name, schema, example }) => [
          name,
          place === 'header' ? inHeader : spoil(schema, example, place === 'path' ? inPath : hostile),
        ]),
    );
  const content = operation.requestBody?.content ?? {};
  const json = content['application/json'];
  return {
    operation: operation.operationId,
    method,
    path,
    endpoint,
    projectId: project_id,
    domainId: domain_id,
    region: 'local-1',
    pathValues: valuesIn('path'),
    query: valuesIn('query'),
    headers: valuesIn('header'),
    ...(json === undefined ? {} : { body: spoil(json.schema, json.example, inBody) }),
    anonymous: operation.security?.length === 0,
    takesBytes: content['application/octet-stream'] !== undefined,
    takesForm: content['multipart/form-data'] !== undefined,
  };
}

/** The example with hostile texts where its schema leaves open what they are. */
function spoil(schema, example, text) {
  if (typeof example === 'string') return schema?.enum === undefined ? text : example;
  if (Array.isArray(example)) return example.map((each) => spoil(schema?.items, each, text));
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(
    Object.entries(example).map(([name, each]) => [name, spoil(schema?.properties?.[name], each, text)]),
  );
}

/** In what the one request that was seen differs from the call; undefined: in nothing. */
export function differenceOf(call, seen) {
  if (seen.length !== 1) return `${seen.length} requests`;
  const [{ method, url, headers, body }] = seen;
  if (method !== call.method) return `method ${method}`;
  const [path, query = ''] = url.split('?');
  if (/%(?![0-9a-f]{2})/i.test(path)) return `path ${path}`;
  const steps = path.split('/').map(decodeURIComponent);
  const meant = call.path.split('/').map((step) => stepOf(call, step));
  if (!isDeepStrictEqual(steps, meant)) return `path ${path}`;
  const pairs = [...new URLSearchParams(query)];
  if (!isDeepStrictEqual(sorted(pairs), sorted(queryPairs(call)))) return `query ${query}`;
  for (const [name, value] of Object.entries(call.headers))
    if (headers[name.toLowerCase()] !== value) return `header ${name}: ${headers[name.toLowerCase()]}`;
  if (call.takesForm)
    return /name="file"; filename="users.csv".*\r\n\r\nbytes\r\n--/s.test(body) ? undefined : `form ${body}`;
  if (call.takesBytes) return body === 'bytes' ? undefined : `bytes ${body}`;
  const sent = body === '' ? undefined : JSON.parse(body);
  return isDeepStrictEqual(sent, call.body) ? undefined : `body ${body} not ${JSON.stringify(call.body)}`;
}

function stepOf({ pathValues, projectId }, step) {
  const [, name] = /^\{(\w+|\*)\}$/.exec(step) ?? [];
  if (name === undefined) return step;
  return name === 'project_id' ? projectId : String(pathValues[name]);
}

const sorted = (pairs) => pairs.map((pair) => JSON.stringify(pair)).toSorted();
