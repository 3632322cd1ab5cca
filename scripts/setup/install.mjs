import { existsSync, readFileSync } from 'node:fs';
import { lockDirectory, waitForDirectory } from './lockDirectory.mjs';
import { runQuietly, SetupError, step } from './progress.mjs';

/**
 * Whether node_modules holds what the lockfile says, by the record that npm itself leaves there when it is done.
 * An install with the development packages serves for running, too.
 */
export function isInstalled(root, { development }) {
  const { wanted, found } = readRecords(root);
  if (wanted === undefined || found === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    // A workspace is used through a link, which a clone that was installed before the workspace came lacks.
    if (entry.link) return found[path]?.link === true;
    // The project itself and the folders of workspaces are not installed; what is meant for other machines neither.
    if (!isPackage(path, entry)) return true;
    if (path in found) return isSame(found[path], entry);
    return (entry.dev && !development) || entry.optional === true;
  });
}

/**
 * Installs from the lockfile. No package's own script is run: none is needed.
 *
 * A service or a test run of this clone may be using what is there (system/useClone.ts), so that packages are only added.
 * Where some must be replaced or removed, nothing is done while anybody uses the clone.
 * @throws {SetupError} when the clone is in use and must not be, or npm fails
 */
export async function install(root, { development }) {
  // One at a time in a clone, whichever of its directories it is for.
  const done = waitForDirectory(import.meta.dirname, () => step('Waiting for another installation to end'));
  let release;
  try {
    // That other one may have done it.
    if (isInstalled(root, { development })) return;
    release = lockDirectory(root, 'exclusive');
    if (release === undefined && replacesAny(root)) {
      throw new SetupError(
        'The npm packages of this clone must be replaced, but a service or a test run is using them. Stop it first.',
      );
    }
    await runNpm(root, { development: development || hasDevelopmentPackages(root) });
  } finally {
    release?.();
    done();
  }
}

async function runNpm(root, { development }) {
  // "npm ci" takes away what is there before it puts anything in its place.
  const how = existsSync(`${root}/node_modules`) ? ['install', '--no-save'] : ['ci'];
  const which = development ? '--include=dev' : '--omit=dev';
  const args = [...how, '--ignore-scripts', '--no-audit', '--no-fund', which];
  const byItself = process.env.npm_execpath;
  const [command, first] = byItself?.endsWith('.js') ? [process.execPath, [byItself]] : ['npm', []];
  await runQuietly('Installing the npm packages', command, [...first, ...args], { cwd: root });
  if (!isInstalled(root, { development }))
    throw new SetupError(
      'package-lock.json does not fit package.json: run "npm install --package-lock-only".',
    );
}

/** Whether a package that is there has to go, or to make room for another version. */
function replacesAny(root) {
  const { wanted = {}, found = {} } = readRecords(root);
  return Object.entries(found).some(
    ([path, entry]) => isPackage(path, entry) && !(path in wanted && isSame(entry, wanted[path])),
  );
}

function hasDevelopmentPackages(root) {
  return Object.values(readRecords(root).found ?? {}).some(({ dev }) => dev === true);
}

function isPackage(path, entry) {
  return !entry.link && path.includes('node_modules/');
}

function isSame(one, other) {
  return one.version === other.version && one.integrity === other.integrity;
}

function readRecords(root) {
  return {
    wanted: readPackages(`${root}/package-lock.json`),
    found: readPackages(`${root}/node_modules/.package-lock.json`),
  };
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
