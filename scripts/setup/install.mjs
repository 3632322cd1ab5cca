import { readFileSync } from 'node:fs';
import { runQuietly } from './progress.mjs';

/**
 * Whether node_modules holds what the lockfile says, by the record that npm itself leaves there when it is done.
 * An install with the development packages serves for running, too.
 */
export function isInstalled(root, { development }) {
  const wanted = readPackages(`${root}/package-lock.json`);
  const found = readPackages(`${root}/node_modules/.package-lock.json`);
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    // Workspaces and the project itself are not installed; what is meant for other machines neither.
    if (entry.link || !path.includes('node_modules/')) return true;
    if (path in found)
      return found[path].version === entry.version && found[path].integrity === entry.integrity;
    return (entry.dev && !development) || entry.optional === true;
  });
}

/** Installs from the lockfile. No package's own script is run: none is needed. */
export async function install(root, { development }) {
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...(development ? ['--include=dev'] : ['--omit=dev']),
  ];
  const byItself = process.env.npm_execpath;
  const [command, first] = byItself?.endsWith('.js') ? [process.execPath, [byItself]] : ['npm', []];
  await runQuietly('Installing the npm packages', command, [...first, ...args], { cwd: root });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
