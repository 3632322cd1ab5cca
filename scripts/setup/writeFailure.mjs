/** As Node.js, npm and the compiler tell of it: `EACCES: permission denied, unlink '/some/path'`. */
const failure = /\b(EACCES|EPERM|EROFS|ENOSPC|EDQUOT): [^'\n]*(?:'([^'\n]+)')?/;

const notOurs = [
  'is not writable for this user.',
  'Run this as the user whom it belongs to, or use a clone of your own.',
];
const full = (what) => [`cannot be written: ${what}.`, 'Free some space and run this again.'];
const words = {
  EACCES: notOurs,
  EPERM: notOurs,
  EROFS: ['is on a read-only file system.', 'Use a clone in a place that can be written.'],
  ENOSPC: full('the disk is full'),
  EDQUOT: full('the disk quota is used up'),
};

/**
 * What a program that failed could not write, in words for the person at the terminal.
 * @param output what the program said
 * @param where what it writes below, for a failure that names no path
 * @returns undefined when it tells of no such failure
 */
export function describeWriteFailure(output, where) {
  const [, code, path = where] = failure.exec(output) ?? [];
  return code === undefined ? undefined : [path, ...words[code]].join(' ');
}
