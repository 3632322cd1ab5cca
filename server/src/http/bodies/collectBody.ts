import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../errors/errors.js';
import { RequestTooLarge } from '../limits/requestSizes.js';
import type { BodyAccount, BodyRoom } from './bodyBudget.js';
import { createPieces } from './pieces.js';
import { type EarlyPieces, hold, release } from './takeEarly.js';

/** Whether a request says that it has a body; an empty one is none. */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

export interface CollectOptions {
  /** Bytes; a body that declares more is refused before any is read. */
  readonly limit: number;
  /** Where it is counted. Undefined: nowhere. */
  readonly room?: BodyRoom | undefined;
  /** What was taken of it already. */
  readonly early?: EarlyPieces | undefined;
}

/**
 * Reads a body.
 * @throws {ApiError} APIGW.0201 when it is too large (413) or breaks off, DPL.0503 when its memory was needed for others
 */
export function collectBody(raw: IncomingMessage, { limit, room, early }: CollectOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const declared = Number(raw.headers['content-length'] ?? 0);
    if (declared > limit) {
      reject(new RequestTooLarge('body'));
      return;
    }
    const isThere = early?.stop() ?? false;
    const pieces = early?.pieces ?? createPieces(declared);
    if (pieces.length() > limit) {
      reject(new RequestTooLarge('body'));
      return;
    }
    if (isThere) {
      resolve(pieces.join());
      return;
    }
    // Nothing would be told of it any more.
    if (raw.destroyed) {
      reject(brokenOff());
      return;
    }
    let account: BodyAccount | undefined;
    let settled = false;
    const stop = (): void => {
      settled = true;
      account?.close();
      raw.off('data', take).off('end', end).off('error', breakOff).off('close', breakOff);
      raw.pause();
    };
    const refuse = (error: ApiError): void => {
      stop();
      reject(error);
    };
    const take = (chunk: Buffer): void => {
      if (pieces.length() + chunk.length > limit) {
        refuse(new RequestTooLarge('body'));
        return;
      }
      pieces.add(chunk);
      account?.holds(pieces.held());
    };
    const end = (): void => {
      stop();
      resolve(pieces.join());
    };
    const breakOff = (): void => refuse(brokenOff());
    raw.on('data', take).on('end', end).on('error', breakOff).on('close', breakOff);
    if (room === undefined) {
      release(raw);
      return;
    }
    let began = false;
    const begin = (): void => {
      began = true;
      release(raw);
    };
    account = room.open({ begin, drop: () => refuse(crowdedOut()) });
    account.holds(pieces.held());
    // What has come by then is put together first: left in the stream, each byte of it may take up hundreds.
    setImmediate(() => {
      if (!began && !settled) hold(raw);
    });
  });
}

const brokenOff = (): ApiError =>
  new ApiError('APIGW.0201', [{ en: 'the body ended early', zh: '请求体传输中断' }]);
const crowdedOut = (): ApiError =>
  new ApiError('DPL.0503', [
    {
      en: 'too many unfinished requests, and the body of this one took too long; send it again',
      zh: '未完成的请求过多，且该请求体传输过慢，请重新发送',
    },
  ]);

/**
 * Throws away what is still to come of a body that nobody wants: a little of it, for a moment. So the refusal of an ordinary client
 * finds him listening, and his connection stays.
 * @returns whether nothing is left to come
 */
export function discardRest(raw: IncomingMessage): Promise<boolean> {
  if (raw.complete || raw.readableEnded || raw.destroyed) return Promise.resolve(true);
  if (Number(raw.headers['content-length'] ?? 0) > maxDiscarded) return Promise.resolve(false);
  return new Promise((resolve) => {
    let left = maxDiscarded;
    const settle = (complete: boolean): void => {
      clearTimeout(timer);
      raw.off('data', take).off('end', over).off('error', over).off('close', over);
      if (!complete) raw.pause();
      resolve(complete);
    };
    const take = (chunk: Buffer): void => {
      left -= chunk.length;
      if (left < 0) settle(false);
    };
    const over = (): void => settle(true);
    const timer = setTimeout(() => settle(false), maxDiscardingMs);
    raw.on('data', take).on('end', over).on('error', over).on('close', over);
    release(raw);
  });
}

const maxDiscarded = 65_536;
const maxDiscardingMs = 1_000;
