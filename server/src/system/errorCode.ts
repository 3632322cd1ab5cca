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

/** What says where a directory lies that we write to. */
export type PlaceSetting = 'DESKPLANE_DATA_DIR' | 'TMPDIR' | 'XDG_RUNTIME_DIR' | '--logs';

/**
 * Turns a failed write under a path into words: full, read-only, not ours, not there; other errors are passed on unchanged.
 * @param setting what to change so that it is written elsewhere
 */
export function describeWriteFailure(
  path: string,
  error: unknown,
  setting: PlaceSetting = 'DESKPLANE_DATA_DIR',
): unknown {
  const code = errorCode(error) ?? 'none';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartError(`The disk is full: cannot write to ${path}. Free some space and start again.`);
    case 'EROFS':
      return new StartError(`${path} is on a read-only file system. Set ${setting} to a writable place.`);
    case 'EACCES':
    case 'EPERM':
      return new StartError(
        `This user cannot write to ${path}. Change its owner, or set ${setting} to another place.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new StartError(
        `${path}, or a part of that path, is a file; a directory is needed. Set ${setting} to one, or to a new path.`,
      );
    case 'ENOENT':
      if (!isOfMaking(error)) return error;
      return new StartError(
        `${path}, or a directory above it, is not there and cannot be made. Set ${setting} to another place.`,
      );
    case 'ELOOP':
    case 'ENAMETOOLONG':
      return new StartError(
        `${path} is no path that can be used (${code}). Set ${setting} to another place.`,
      );
    default:
      return error;
  }
}

/** Whether a directory could not be made, or the one that it was to be made in not be found: no other file is missing. */
function isOfMaking(error: unknown): boolean {
  const syscall = error instanceof Error && 'syscall' in error ? String(error.syscall) : '';
  return ['mkdir', 'mkdtemp', 'realpath'].includes(syscall);
}
