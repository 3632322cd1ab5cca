import { language, words } from './words.js';

/** A file of the desktop. */
export interface DesktopFile {
  readonly name: string;
  readonly bytes: number;
  readonly modified: string;
}

/** A piece of a file, and what the whole file was when it was read. */
export interface Piece {
  readonly bytes: Blob;
  readonly size: number;
  readonly revision: string;
}

/** A call about files that failed, in words for the viewer. */
export class FileTrouble extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'FileTrouble';
    this.code = code;
  }
}

/** The desktop has something of that name. */
export const nameTaken = 'DPL.4094';
/** Between attempts, in milliseconds. */
const waits = [400, 800, 1_500, 3_000, 5_000, 8_000, 8_000, 8_000, 8_000];
/** What comes right by itself: too many calls, a service that restarts, a screen that connects again. */
const passing: ReadonlySet<string> = new Set(['APIGW.0308', 'DPL.0503', 'DPL.4093', 'lost']);

/** The calls about files that this page makes, each tried again while that may help. */
export interface FileCalls {
  list(signal: AbortSignal): Promise<readonly DesktopFile[]>;
  read(name: string, offset: number, length: number, signal: AbortSignal): Promise<Piece>;
  write(upload: string, offset: number, bytes: Blob, signal: AbortSignal): Promise<void>;
  finish(upload: string, name: string, size: number, signal: AbortSignal): Promise<void>;
  /** Never throws: what is left is cleared away later. */
  drop(upload: string): Promise<void>;
}

/** @param secret of this page's session */
export function createFileCalls(secret: string): FileCalls {
  const once = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = {
      'x-deskplane-screen': secret,
      'x-language': language === 'zh' ? 'zh-cn' : 'en-us',
      ...(init.body instanceof Blob ? { 'content-type': 'application/octet-stream' } : {}),
      ...(typeof init.body === 'string' ? { 'content-type': 'application/json' } : {}),
    };
    const answer = await fetch(`files${path}`, { ...init, headers }).catch((error: unknown) => {
      init.signal?.throwIfAborted();
      throw new FileTrouble('lost', error instanceof Error ? words.lost : String(error));
    });
    if (!answer.ok) throw await troubleOf(answer);
    return answer;
  };
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    for (const wait of waits) {
      try {
        return await once(path, init);
      } catch (error) {
        if (!(error instanceof FileTrouble) || !passing.has(error.code)) throw error;
      }
      await pause(wait, init.signal);
    }
    return once(path, init);
  };
  return {
    async list(signal) {
      const { files }: { files: DesktopFile[] } = await (await call('', { signal })).json();
      return files;
    },
    async read(name, offset, length, signal) {
      const query = new URLSearchParams({ name, offset: String(offset), length: String(length) });
      const answer = await call(`/content?${query.toString()}`, { signal });
      const size = Number(answer.headers.get('x-file-size'));
      return { bytes: await answer.blob(), size, revision: answer.headers.get('etag') ?? '' };
    },
    async write(upload, offset, bytes, signal) {
      await call(`/uploads/${upload}?offset=${offset}`, { method: 'PUT', body: bytes, signal });
    },
    async finish(upload, name, size, signal) {
      const body = JSON.stringify({ name, size });
      await call(`/uploads/${upload}`, { method: 'POST', body, signal });
    },
    async drop(upload) {
      await once(`/uploads/${upload}`, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    },
  };
}

async function troubleOf(answer: Response): Promise<FileTrouble> {
  const said: unknown = await answer.json().catch(() => undefined);
  const fields = typeof said === 'object' && said !== null ? said : {};
  const code = 'error_code' in fields ? String(fields.error_code) : 'lost';
  const text = 'error_msg' in fields ? String(fields.error_msg) : words.lost;
  const own: Readonly<Record<string, string>> = {
    'APIGW.0301': words.filesRights,
    'DPL.4033': words.filesRights,
    'WKS.00010032': words.filesOff,
    'DPL.4093': words.filesOff,
    'DPL.0404': words.filesGone,
    'DPL.0413': words.filesFull,
    'WKS.0001': words.filesName,
  };
  return new FileTrouble(code, own[code] ?? text);
}

/** @throws when the signal fires */
async function pause(ms: number, signal: AbortSignal | null | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  signal?.throwIfAborted();
}
