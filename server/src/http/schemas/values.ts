import { type TSchema, Type } from 'typebox';

/** A value or null. */
export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** One of a few texts or numbers. */
export function oneOf<const Value extends string | number>(
  values: readonly Value[],
  options: { readonly default?: Value; readonly description?: string } = {},
) {
  return Type.Unsafe<Value>({ type: typeof values[0], enum: [...values], ...options });
}

export const TextOrNull = nullable(Type.String());

/** Success without a body. */
export const NoContent = Type.Null({ description: 'No body.' });

/** The answer of an asynchronous operation. */
export const JobAnswer = Type.Object({ job_id: Type.String() });
