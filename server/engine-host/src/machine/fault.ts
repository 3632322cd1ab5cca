/** Why the engine host did not do what was asked; the client turns it into an `EngineError` of the same reason. */
export type FaultReason = 'refused' | 'conflict' | 'capacity' | 'not-found' | 'timeout' | 'internal';

/** A refusal or failure that the caller is told about in words. */
export class HostFault extends Error {
  readonly reason: FaultReason;
  /** Which fault of many it is, by a word that the client knows, where the client has words of its own for it. */
  readonly kind: string | undefined;

  constructor(reason: FaultReason, message: string, options?: ErrorOptions & { readonly kind?: string }) {
    super(message, options);
    this.name = 'HostFault';
    this.reason = reason;
    this.kind = options?.kind;
  }
}

/** The system error code of a thrown value (`ENOENT` …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Any thrown value as a fault: a full disk becomes `capacity`, everything unforeseen `internal`. */
export function asFault(error: unknown): HostFault {
  if (error instanceof HostFault) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = systemCode(error);
  const reason: FaultReason =
    code === 'ENOSPC' || code === 'EDQUOT' || code === 'EMFILE' ? 'capacity' : 'internal';
  return new HostFault(reason, text, { cause: error });
}
