import { Ajv, type ValidateFunction } from 'ajv';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../errors/errors.js';
import { stsCodeOf } from '../errors/stsErrors.js';
import { errorCodesOf } from '../http/openapi/operationErrors.js';
import type { Server } from '../http/server.js';
import { unfitTextReason } from '../text/unfitText.js';

/**
 * Holds every answer of a service under test to the schema that its route declares: the right status, every field of the
 * right type, and no field that is not declared. A violation becomes the answer, so that the test sees it.
 */
export function checkAnswers(server: Server): void {
  // Most schemas are used a few times: it does not pay to make their code smaller first.
  const ajv = new Ajv({ strict: false, allErrors: true, code: { optimize: false } });
  const compiled = new Map<unknown, ValidateFunction>();
  server.addHook('preSerialization', async (request, reply, payload: unknown) => {
    checkErrorCode(request);
    checkPlace(request);
    const schema = responseSchema(request, reply);
    if (schema === undefined) return payload;
    const validate = compiled.get(schema) ?? ajv.compile(closed(schema));
    compiled.set(schema, validate);
    const plain: unknown = JSON.parse(JSON.stringify(payload));
    if (validate(plain)) return payload;
    const answer = `${request.method} ${request.routeOptions.url} ${reply.statusCode}`;
    throw new Error(`The answer ${answer} differs from its schema: ${ajv.errorsText(validate.errors)}`);
  });
  server.addHook('onError', async (request, _reply, error) => {
    if (error.message.includes('differs from its schema'))
      process.stderr.write(`${request.id} ${error.message}\n`);
  });
}

/** Every error that the tests meet with is one that the document tells of the operation. */
function checkErrorCode(request: FastifyRequest): void {
  const refusal: unknown = Reflect.get(request, 'refusal');
  const { routeOptions } = request;
  const { declaration } = routeOptions.config;
  if (!(refusal instanceof ApiError) || declaration === undefined) return;
  const { operation, family, anonymous, takesBytes, notOffered } = declaration;
  const codes = errorCodesOf({
    operation,
    family,
    anonymous: anonymous === true,
    hasBody: takesBytes === true || routeOptions.schema?.body !== undefined,
    refusesFields: notOffered !== undefined,
    namesThing: /[:*]/.test((routeOptions.url ?? '').replace('/:project_id', '')),
  });
  const code = family === 'sts' ? stsCodeOf(refusal.code) : refusal.code;
  if (codes.includes(code)) return;
  throw new Error(`${operation} answers ${code}, which differs from its schema: see operationErrors.ts`);
}

/** Every field that a refusal names stands where it says: a body or path that the operation does not have has no field at fault. */
function checkPlace(request: FastifyRequest): void {
  const refusal: unknown = Reflect.get(request, 'refusal');
  const { config, schema, url = '' } = request.routeOptions;
  if (!(refusal instanceof ApiError) || config.declaration === undefined) return;
  const [part, field] = (refusal.detail ?? '').split(': ');
  const names = url.split('/').map((step) => step.replace(/^:/, ''));
  // Fields that are not offered are refused by name also where nothing else of the body is read.
  const { takesBytes, notOffered } = config.declaration;
  const hasBody = takesBytes === true || schema?.body !== undefined || notOffered !== undefined;
  const isElsewhere =
    (part === 'body' && !hasBody) ||
    (part === 'body' && !namesWhatWasSent(refusal) && !hasField(schema?.body, (field ?? '').split('.'))) ||
    (part === 'path' && field !== undefined && !names.includes(field));
  if (isElsewhere)
    throw new Error(
      `${refusal.detail}, as a refusal has it, differs from its schema: ${url} has no such field there`,
    );
}

/** Such as a key that no field has, or a place within a policy. */
function namesWhatWasSent({ code, args, detail }: ApiError): boolean {
  const [words] = args;
  const isUnfit = typeof words === 'object' && words.en.endsWith(unfitTextReason.en);
  const isUnknown = typeof words === 'string' && / has no field |没有字段/.test(words);
  return isUnknown || code === 'DPL.0501' || isUnfit || detail?.startsWith('body: $') === true;
}

/** Whether a body of this schema has such a field. Where one of several schemas holds, any may. */
function hasField(schema: unknown, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined || step === '' || typeof schema !== 'object' || schema === null) return true;
  if ('items' in schema && /^\d+$/.test(step)) return hasField(schema.items, rest);
  const properties = 'properties' in schema ? Object(schema.properties) : undefined;
  return properties === undefined || (step in properties && hasField(properties[step], rest));
}

function responseSchema(request: FastifyRequest, reply: FastifyReply): object | undefined {
  const declared: unknown = request.routeOptions.schema?.response;
  if (typeof declared !== 'object' || declared === null) return undefined;
  const schema: unknown = Reflect.get(declared, String(reply.statusCode));
  if (typeof schema === 'object' && schema !== null) return schema;
  throw new Error(`${request.method} ${request.routeOptions.url} declares no answer ${reply.statusCode}.`);
}

/** The schema with every object closed: an undeclared field is a field that documentation and serialiser do not know. */
function closed(schema: unknown): object {
  const copy: unknown = JSON.parse(JSON.stringify(schema));
  closeObjects(copy);
  if (typeof copy !== 'object' || copy === null) throw new Error('A response schema is not an object.');
  return copy;
}

function closeObjects(schema: unknown): void {
  if (typeof schema !== 'object' || schema === null) return;
  if ('properties' in schema && !('additionalProperties' in schema))
    Object.assign(schema, { additionalProperties: false });
  for (const part of Object.values(schema)) closeObjects(part);
}
