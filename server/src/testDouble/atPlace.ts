import { ApiError } from '../errors/errors.js';

/** Fields of a call, and how that part of the fixtures calls them from which the call is made. */
export type FieldNames = Readonly<Record<string, string>>;

/**
 * Says of a refusal which part of the fixtures it is about.
 * @param names of fields that are named beside the place; another field of the call is none of the fixtures
 */
export async function atPlace<Result>(
  place: string,
  run: () => Promise<Result>,
  names: FieldNames = {},
): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.code, error.args, `body: ${place}${fieldIn(error.detail ?? '', names)}`);
  }
}

function fieldIn(detail: string, names: FieldNames): string {
  const field = detail.replace(/^body: /, '');
  for (const [name, own] of Object.entries(names))
    if (field === name || field.startsWith(`${name}.`)) return `.${own}${field.slice(name.length)}`;
  return '';
}
