import { send } from '../api/callService';
import type { Parameters } from '../api/operations';
import { addresses } from '../api/operations.generated';
import { readServiceError } from '../api/serviceError';

/** How far the reading of an export is, in entries of the log. */
export interface ExportProgress {
  readonly read: number;
  readonly total: number;
}

/**
 * Reads an export of audit events, which may be long, piece by piece.
 * @param onProgress is told after each piece; the first line says how much there is
 * @throws {ServiceError}
 */
export async function readExport(
  projectId: string,
  query: NonNullable<Parameters<'ExportTraces'>['query']>,
  onProgress: (progress: ExportProgress) => void,
): Promise<Blob> {
  const [method, pattern] = addresses.ExportTraces;
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  const path = pattern.replace('{project_id}', encodeURIComponent(projectId));
  const response = await send(method, search.size === 0 ? path : `${path}?${search}`, {
    headers: { accept: 'application/x-ndjson, application/json' },
  });
  if (!response.ok || response.body === null) {
    const body: unknown = await response.json().catch(() => undefined);
    throw readServiceError(response.status, body, response.headers);
  }
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let first = '';
  let total: number | undefined;
  // The first line tells of the range, the last one is a signature.
  let read = -1;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(pieces, { type: 'application/x-ndjson' });
    pieces.push(value);
    if (total === undefined) {
      first += new TextDecoder().decode(value, { stream: true });
      total = first.includes('\n') ? countEntries(first.slice(0, first.indexOf('\n'))) : undefined;
    }
    for (const byte of value) if (byte === 0x0a) read += 1;
    if (total !== undefined) onProgress({ read: Math.min(read, total), total });
  }
}

function countEntries(line: string): number {
  const head: unknown = JSON.parse(line);
  const { start, end } = Object(head);
  return Number(end) - Number(start);
}
