import { ApiError } from '../errors/errors.js';

/** Says of a refusal which part of the fixtures it is about. */
export async function atPlace<Result>(place: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.code, error.args, `body: ${place}`);
  }
}
