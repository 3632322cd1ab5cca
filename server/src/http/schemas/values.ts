import { type TSchema, Type } from 'typebox';

/** A value or null. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

export const TextOrNull = nullable(Type.String());

/** Success without a body. */
export const NoContent = Type.Null({ description: 'No body.' });

/** The answer of an asynchronous operation. */
export const JobAnswer = Type.Object({ job_id: Type.String() });
