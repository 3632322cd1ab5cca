import { EngineError } from '../../engines/contract.js';
import { isFileName } from '../../engines/files.js';
import { ApiError, type RequestPart } from '../../errors/errors.js';

/** An engine's refusal as an answer. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  switch (error.reason) {
    case 'refused':
      return new ApiError('WKS.0001', [error.message]);
    case 'conflict':
      return new ApiError('DPL.0409', [error.message]);
    case 'capacity':
      return new ApiError('DPL.0413', [{ en: "the desktop's disk is full", zh: '桌面磁盘已满' }]);
    case 'not-found':
      return new ApiError('DPL.0404', ['file']);
    case 'unreachable':
    case 'throttled':
    case 'timeout':
      return new ApiError('DPL.0503', [error.message]);
    case 'internal':
      return new ApiError('DPL.0502', [error.message]);
  }
}

/** @param part of the request, that has the name @throws {ApiError} WKS.0001 saying what a name may be */
export function requireFileName(name: string, part: RequestPart): void {
  if (isFileName(name)) return;
  throw new ApiError(
    'WKS.0001',
    [
      {
        en: 'name must name a file: at most 255 bytes, no slash, no control characters, neither "." nor ".."',
        zh: 'name必须是文件名：不超过255字节，不含斜杠和控制字符，不能为“.”或“..”',
      },
    ],
    `${part}: name`,
  );
}
