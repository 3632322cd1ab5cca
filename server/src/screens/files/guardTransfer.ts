import { withoutAuditEvent } from '../../auditEvents/openAuditEvent.js';
import { ApiError } from '../../errors/errors.js';

/** Between two looks. Rights that end cut a transfer after this time and a few statements. */
const pollMs = 400;
/** A piece that takes longer is cut: whoever reads slower asks for smaller ones. */
const longestMs = 30_000;

export interface TransferGuard {
  /** Fires when the transfer must end; its reason is what the caller is told. */
  readonly signal: AbortSignal;
  stop(): void;
}

/**
 * Asks again and again, while a transfer lasts, whether it still may.
 * @param admit throws as the transfer would be refused by now
 * @param onTrouble told why it cannot be found out; the transfer goes on then, to its longest time at most
 */
export function guardTransfer(
  admit: () => Promise<unknown>,
  onTrouble: (error: unknown) => void,
): TransferGuard {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const stop = (): void => {
    over = true;
    clearTimeout(timer);
    clearTimeout(last);
  };
  const end = (reason: unknown): void => {
    if (over) return;
    stop();
    controller.abort(reason);
  };
  const look = async (): Promise<void> => {
    try {
      await admit();
    } catch (error) {
      if (error instanceof ApiError && error.status < 500) end(error);
      else onTrouble(error);
    }
    if (!over) schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => void withoutAuditEvent(look), pollMs).unref();
  };
  const last = setTimeout(
    () => end(new ApiError('DPL.0503', [{ en: 'the transfer took too long', zh: '传输超时' }])),
    longestMs,
  ).unref();
  schedule();
  return { signal: controller.signal, stop };
}
