import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../machine/fault.js';
import { run } from '../machine/run.js';

export const namespaceDir = '/run/netns';
/** What statfs says of a file that stands for a namespace; one that `ip` did not finish is an ordinary file. */
const namespaceMagic = 0x6e_73_66_73;

export function pathOfNamespace(name: string): string {
  return join(namespaceDir, name);
}

/** `absent`: nothing of that name. `broken`: a file without a namespace behind it, left by a kill. */
export async function lookAtNamespace(name: string): Promise<'whole' | 'broken' | 'absent'> {
  try {
    return (await statfs(pathOfNamespace(name))).type === namespaceMagic ? 'whole' : 'broken';
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return 'absent';
    throw error;
  }
}

/** Makes a network namespace unless it is there. @returns whether it is new */
export async function ensureNamespace(name: string): Promise<boolean> {
  const found = await lookAtNamespace(name);
  if (found === 'whole') return false;
  if (found === 'broken') await run('ip', ['netns', 'delete', name]);
  await run('ip', ['netns', 'add', name]);
  return true;
}

/** Removes those of the network namespaces that are there. */
export async function removeNamespaces(names: readonly string[]): Promise<void> {
  const states = await Promise.all(names.map(lookAtNamespace));
  const lines = names.filter((_, index) => states[index] !== 'absent').map((name) => `netns delete ${name}`);
  if (lines.length > 0) await run('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` });
}

/** Runs a program inside a network namespace. */
export function runInside(
  name: string,
  program: string,
  args: readonly string[],
  input = '',
): Promise<string> {
  return run('nsenter', [`--net=${pathOfNamespace(name)}`, '--', program, ...args], { input });
}

/**
 * Carries out lines of `ip` inside a network namespace, in one process; ends at the first that fails. (`ip -n` would give
 * itself a mount namespace as well, and so hold all mounts of the machine for a moment.)
 */
export function configure(name: string, lines: readonly string[]): Promise<string> {
  return runInside(name, 'ip', ['-batch', '-'], `${lines.join('\n')}\n`);
}

/** Loads a script of nft inside a network namespace: all of it or nothing. */
export function loadRules(name: string, script: string): Promise<string> {
  return runInside(name, 'nft', ['-f', '-'], script);
}
