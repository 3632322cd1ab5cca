import { randomBytes } from 'node:crypto';

/** An answer about files. */
export interface FileAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
  readonly body: any;
}

/** The calls about files that a page makes. */
export interface FilePage {
  list(signal?: AbortSignal): Promise<FileAnswer>;
  get(name: string, offset: number, length: number): Promise<FileAnswer>;
  piece(upload: string, offset: number, bytes: Buffer, headers?: Record<string, string>): Promise<FileAnswer>;
  finish(upload: string, name: string, size: number): Promise<FileAnswer>;
  drop(upload: string): Promise<FileAnswer>;
  /** All pieces, then the name. @returns the last answer, or the first refusal */
  put(name: string, bytes: Buffer): Promise<FileAnswer>;
}

const pieceBytes = 1_048_576;

export function newUpload(): string {
  return randomBytes(16).toString('hex');
}

/** @param secret of a page that was opened */
export function createFilePage(endpoint: string, secret: string, origin = endpoint): FilePage {
  const call = async (
    method: string,
    path: string,
    body?: Buffer | object,
    more: Record<string, string> = {},
    signal: AbortSignal | null = null,
  ): Promise<FileAnswer> => {
    const isBytes = Buffer.isBuffer(body);
    const type = isBytes ? 'application/octet-stream' : 'application/json';
    const headers = {
      ...(secret === '' ? {} : { 'x-deskplane-screen': secret }),
      ...(method === 'GET' && origin === endpoint ? {} : { origin }),
      ...(body === undefined ? {} : { 'content-type': type }),
      ...more,
    };
    const sent = body === undefined ? null : isBytes ? new Uint8Array(body) : JSON.stringify(body);
    const answer = await fetch(`${endpoint}/screen/files${path}`, { method, headers, body: sent, signal });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString();
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    const { status, headers: answered } = answer;
    return { status, headers: answered, bytes, text, body: isJson ? JSON.parse(text) : undefined };
  };
  const page: FilePage = {
    list: (signal) => call('GET', '', undefined, {}, signal),
    get: (name, offset, length) => {
      const query = new URLSearchParams({ name, offset: String(offset), length: String(length) });
      return call('GET', `/content?${query.toString()}`);
    },
    piece: (upload, offset, bytes, headers) =>
      call('PUT', `/uploads/${upload}?offset=${offset}`, bytes, headers),
    finish: (upload, name, size) => call('POST', `/uploads/${upload}`, { name, size }),
    drop: (upload) => call('DELETE', `/uploads/${upload}`),
    async put(name, bytes) {
      const upload = newUpload();
      for (let offset = 0; offset < Math.max(1, bytes.length); offset += pieceBytes) {
        const answer = await page.piece(upload, offset, bytes.subarray(offset, offset + pieceBytes));
        if (answer.status !== 204) return answer;
      }
      return page.finish(upload, name, bytes.length);
    },
  };
  return page;
}
