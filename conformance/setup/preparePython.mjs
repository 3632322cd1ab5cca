import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, isDebianLike } from '../../scripts/setup/debianPackages.mjs';
import { runQuietly, SetupError, tryQuietly } from '../../scripts/setup/progress.mjs';

/**
 * A virtual environment with exactly what requirements.txt names, made anew when that file changed.
 * @param {{ environment: string, requirements: string }} paths
 * @param {(text: string) => void} step
 * @throws {SetupError} there is no Python with venv, or its registry cannot be reached
 */
export async function preparePython({ environment, requirements }, step) {
  const installed = join(environment, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(requirements))) return;
  await providePython(step);
  step('Installing the Python SDK and openstackclient');
  rmSync(environment, { recursive: true, force: true });
  await runQuietly('Making the virtual environment', 'python3', ['-m', 'venv', environment]);
  const options = '--quiet --no-input --disable-pip-version-check --no-compile --timeout 30'.split(' ');
  const pip = ['-m', 'pip', 'install', ...options, '--requirement', requirements];
  const { code, output } = await tryQuietly(join(environment, 'bin/python'), pip);
  if (code !== 0) {
    const lines = output.trim().split('\n').slice(-15).join('\n');
    throw new SetupError(
      `The Python clients cannot be installed. Can pip's registry be reached from here, and is this Python 3.11 or newer?\n${lines}`,
    );
  }
  copyFileSync(requirements, installed);
}

/** Python with what makes virtual environments; Debian has that in a package of its own. */
async function providePython(step) {
  const isThere = async () => (await tryQuietly('python3', ['-c', 'import ensurepip, venv'])).code === 0;
  if (await isThere()) return;
  if (process.getuid?.() === 0 && isDebianLike()) {
    step('Installing the Debian package python3-venv');
    const problem = await installPackages(['python3-venv']);
    if (problem !== undefined) throw new SetupError(`python3-venv cannot be installed:\n${problem}`);
    if (await isThere()) return;
  }
  throw new SetupError(
    'Python 3.11 or newer with venv is needed; on Debian, as root: apt-get install python3-venv',
  );
}
