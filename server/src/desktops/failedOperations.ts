import { Type } from 'typebox';
import { type ApiError, describeError, type Language } from '../errors/errors.js';
import type { DesktopId } from '../ids.js';

/** A desktop of a batch that nothing was done to. */
export interface FailedOperation {
  readonly desktopId: DesktopId;
  /** Empty for a desktop that is not there. */
  readonly computerName: string;
  readonly error: ApiError;
}

/** What a batch could not do, as its answer tells it. */
export const FailedOperations = Type.Array(
  Type.Object({
    desktop_id: Type.String(),
    desktop_name: Type.String(),
    error_code: Type.String(),
    error_msg: Type.String(),
  }),
);

/** The failed ones of a batch, in the caller's language. */
export function presentFailed(failed: readonly FailedOperation[], language: Language) {
  return failed.map(({ desktopId, computerName, error }) => ({
    desktop_id: desktopId,
    desktop_name: computerName,
    error_code: error.code,
    error_msg: describeError(error.code, language, error.args),
  }));
}
