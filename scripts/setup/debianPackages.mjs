import { existsSync, readdirSync } from 'node:fs';
import { tryQuietly } from './progress.mjs';

const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };

/** Whether packages can be installed here the way Debian does it. */
export function isDebianLike() {
  return existsSync('/usr/bin/apt-get') && existsSync('/usr/bin/dpkg');
}

/**
 * Installs packages of the distribution. The lists are fetched only when they are missing or too old to help.
 * @returns {Promise<string | undefined>} why it did not work, undefined when it did
 */
export async function installPackages(packages) {
  const install = () => apt(['install', '--yes', '--no-install-recommends', ...packages]);
  if (hasLists() && (await install()).code === 0) return undefined;
  const update = await apt(['update']);
  const result = update.code === 0 ? await install() : update;
  return result.code === 0 ? undefined : result.output.trim().split('\n').slice(-5).join('\n');
}

function apt(args) {
  // Another program may be installing at the moment: wait for it rather than fail.
  const common = ['-qq', '-o', 'DPkg::Lock::Timeout=120', '-o', 'Dpkg::Use-Pty=0'];
  return tryQuietly('/usr/bin/apt-get', [...common, ...args], { env: environment });
}

function hasLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => /_Packages/.test(name));
  } catch {
    return false;
  }
}
