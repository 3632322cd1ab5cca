import { existsSync } from 'node:fs';
import { tryQuietly } from './progress.mjs';

/** Points git at the project's hooks, in a clone that has no other choice made. */
export async function useGitHooks(root) {
  if (!existsSync(`${root}/.git`)) return;
  const set = await tryQuietly('git', ['-C', root, 'config', '--get', 'core.hooksPath']);
  // Exit code 1: not set. Anything else: set already, no git, or a clone that git does not trust.
  if (set.code === 1) await tryQuietly('git', ['-C', root, 'config', 'core.hooksPath', '.githooks']);
}
