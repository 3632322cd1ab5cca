const notOurs = [
  'is not writable for this user.',
  'Run this as the user whom it belongs to, or use a clone of your own.',
];
const full = (what) => [`cannot be written: ${what}.`, 'Free some space and run this again.'];

/** What the system says of it, as Node.js and the compiler pass it on. */
const words = {
  'permission denied': notOurs,
  'operation not permitted': notOurs,
  'read-only file system': ['is on a read-only file system.', 'Use a clone in a place that can be written.'],
  'no space left on device': full('the disk is full'),
  'disk quota exceeded': full('the disk quota is used up'),
};
const said = Object.keys(words).join('|');
/** `EACCES: permission denied, unlink '/some/path'` */
const byNode = new RegExp(`\\bE[A-Z]+: (?<what>${said})(?:[^'\\n]*'(?<path>[^'\\n]+)')?`);
/** `error TS5033: Could not write file '/some/path': open /some/path: permission denied.` */
const byCompiler = new RegExp(`Could not write file '(?<path>[^'\\n]+)': .*(?<what>${said})`);

/**
 * What a program that failed could not write, in words for the person at the terminal.
 * @param output what the program said
 * @param where what it writes below, for a failure that names no path
 * @returns undefined when it tells of no such failure
 */
export function describeWriteFailure(output, where) {
  const { what, path = where } = (byCompiler.exec(output) ?? byNode.exec(output))?.groups ?? {};
  return what === undefined ? undefined : [path, ...words[what]].join(' ');
}
