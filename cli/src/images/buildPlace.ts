import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BootstrapFailure } from './bootstrap.js';

/** Where one build works. */
export interface BuildPlace {
  readonly dir: string;
  /** Removes it with whatever is in it; nothing may work there any more. */
  clear(): Promise<void>;
}

/** Name of the directory of a build: who makes it, and since when, so that a later build knows whether it was cut. */
const form = /^(\d+)-(\d+)-/;

/**
 * A directory for a build below the one that is this user's, and clears what builds left there that were cut.
 * @param above where that one is
 * @throws {BootstrapFailure} when something else has its name
 */
export async function openBuildPlace(above: string = tmpdir()): Promise<BuildPlace> {
  const home = join(above, `deskplane-build-${process.geteuid?.() ?? 0}`);
  // In a user namespace the build's own users have to get through it.
  await mkdir(home, { mode: 0o711 }).catch((error: unknown) => {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(home);
  if (!found.isDirectory() || found.uid !== process.geteuid?.() || (found.mode & 0o022) !== 0)
    throw new BootstrapFailure(`${home} is not a directory that only its user can change`);
  for (const name of await readdir(home)) {
    const [, pid = '', startedAt = ''] = form.exec(name) ?? [];
    if (pid !== '' && (await startOf(pid)) !== startedAt) await remove(join(home, name));
  }
  const dir = await mkdtemp(join(home, `${process.pid}-${await startOf(String(process.pid))}-`));
  return { dir, clear: () => remove(dir) };
}

/** When a process began, in ticks since the machine did; empty for one that there is not, or that has ended and waits for its parent. */
async function startOf(pid: string): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name before it may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
}

/** Files of a user namespace's users are for mmdebstrap to remove. */
async function remove(dir: string): Promise<void> {
  try {
    await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    if (process.geteuid?.() === 0) throw error;
    await once(spawn('mmdebstrap', ['--unshare-helper', 'rm', '-rf', dir], { stdio: 'ignore' }), 'close');
    await rm(dir, { recursive: true, force: true });
  }
}
