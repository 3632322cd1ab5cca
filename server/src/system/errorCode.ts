/** The code of a system error (`ENOENT`, `EACCES` …); undefined for anything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * An error that is meant for the user at the terminal: its message says what is at fault and what to do, and is
 * shown without a stack.
 */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartError';
  }
}

/** Turns a failed write under a path into words: full, read-only or not ours; other errors are passed on unchanged. */
export function describeWriteFailure(path: string, error: unknown): unknown {
  switch (errorCode(error) ?? 'none') {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(`The disk is full: cannot write to ${path}. Free some space and start again.`);
    case 'EROFS':
      return new StartError(
        `${path} is on a read-only file system. Set DESKPLANE_DATA_DIR to a writable place.`,
      );
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `This user cannot write to ${path}. Change its owner, or set DESKPLANE_DATA_DIR to another place.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(`${path}, or a part of that path, is a file; a directory is needed.`);
    default:
      return error;
  }
}
