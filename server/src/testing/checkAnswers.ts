import { Ajv, type ValidateFunction } from 'ajv';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Server } from '../http/server.js';

/**
 * Holds every answer of a service under test to the schema that its route declares: the right status, every field of the
 * right type, and no field that is not declared. A violation becomes the answer, so that the test sees it.
 */
export function checkAnswers(server: Server): void {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const compiled = new Map<unknown, ValidateFunction>();
  server.addHook('preSerialization', async (request, reply, payload: unknown) => {
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
