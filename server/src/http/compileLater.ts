import selectSerializers from '@fastify/fast-json-stringify-compiler';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';

/**
 * Has the writer of an answer compiled when it is first needed. There are hundreds, of which a service uses a few dozen in its
 * first hours: compiled at the start they cost it a quarter of the time until it is ready, and memory for good.
 */
export const serializersLater: NonNullable<FastifyServerOptions['schemaController']> = {
  compilersFactory: {
    buildSerializer: (...given) => {
      const compile = selectSerializers()(...given);
      return (route) => {
        let serialize: ReturnType<typeof compile> | undefined;
        return (answer: unknown) => {
          serialize ??= compile(route);
          return serialize(answer);
        };
      };
    },
  },
};

/** The same for what reads requests. What it complains about is there until it is used again, as with the compiled one. */
export function validateLater(compile: () => Validate): Validate {
  let validate: Validate | undefined;
  const later: Validate = (value: unknown) => {
    validate ??= compile();
    const valid = validate(value);
    later.errors = validate.errors ?? null;
    return valid;
  };
  return later;
}

type Validate = ReturnType<FastifySchemaCompiler<object>>;
