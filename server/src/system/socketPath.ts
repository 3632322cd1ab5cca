import { StartError } from './errorCode.js';

/** The kernel's limit for the path of a socket in bytes, without the closing zero byte. */
const maxSocketPathLength = 107;

/**
 * Refuses a socket path that the kernel, or a program on the way, would cut without a word: two sockets could become one.
 * @throws {StartError}
 */
export function checkSocketPath(path: string): void {
  const length = Buffer.byteLength(path);
  if (length <= maxSocketPathLength) return;
  throw new StartError(
    `The socket path ${path} is too long: ${length} bytes, the maximum is ${maxSocketPathLength}. ` +
      'Set XDG_RUNTIME_DIR to a shorter directory.',
  );
}
