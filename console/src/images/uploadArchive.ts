import { callOperation } from '../api/operations';
import { ServiceError } from '../api/serviceError';

/** What one request carries; the service takes no more. */
const pieceSize = 1_048_576;
const mostAttempts = 10;
/** Somebody waits for it, although he touches nothing: the session must not end in between. */
const ofTheUser = { 'x-deskplane-console': '1' };

export interface ImportOrder {
  readonly name: string;
  readonly min_disk: number;
  readonly min_ram: number;
}

/**
 * Sends an archive piece by piece and makes an image of it. What did not reach the service, or whose answer was lost, is sent again.
 * @param onSent told how many bytes are there, after each piece
 * @throws {ServiceError} what the service refuses
 */
export async function importArchive(
  projectId: string,
  file: Blob,
  order: ImportOrder,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const upload = newUploadId();
  for (let at = 0; at < file.size; ) {
    const path = { upload_id: upload };
    const bytes = file.slice(at, at + pieceSize);
    const parameters = { path, query: { offset: at }, bytes, headers: ofTheUser };
    const { size } = await persistently(
      () => callOperation(projectId, 'UploadImagePiece', parameters, signal),
      signal,
    );
    at = size;
    onSent(at);
  }
  const body = { upload_id: upload, ...order };
  await persistently(() => callOperation(projectId, 'ImportImage', { body }, signal), signal);
}

/** 32 hexadecimal digits; also where the page is no secure context. */
function newUploadId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function persistently<Result>(call: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!mayPass(error) || attempt >= mostAttempts) throw error;
      await pause(Math.min(500 * attempt, 5_000), signal);
    }
  }
}

/** No answer, or one of a proxy that waited no longer. */
function mayPass(error: unknown): boolean {
  return error instanceof ServiceError && [0, 503, 504].includes(error.status);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
