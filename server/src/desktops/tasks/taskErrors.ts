import { EngineError, type EngineErrorReason } from '../../engines/contract.js';
import { describeError, type ErrorCode, type Language } from '../../errors/errors.js';
import { withoutMachine } from '../../text/withoutMachine.js';

/** What another attempt may mend. */
const passing: ReadonlySet<EngineErrorReason> = new Set([
  'unreachable',
  'timeout',
  'throttled',
  'conflict',
  'internal',
]);

/** Whether a failure of a desktop's task may be over at the next attempt. */
export function isPassing(error: unknown): boolean {
  return error instanceof EngineError && passing.has(error.reason);
}

/** The code of a task that the engine could not carry out. */
export const engineFailure = 'DPL.0502' satisfies ErrorCode;

/** Why a task failed, as its sub-job tells it, in the language of the call that created the desktop. */
export function describeFailure(
  error: EngineError,
  language: string,
): { readonly code: string; readonly reason: string } {
  const told: Language = language === 'zh' ? 'zh' : 'en';
  return { code: engineFailure, reason: describeError(engineFailure, told, [withoutMachine(error.message)]) };
}
