import { runQuietly } from './progress.mjs';

/**
 * Compiles what changed since the last time (some 0.2 s when nothing did) and copies what the compiler leaves behind. For tests the
 * console is built, too; otherwise the supervisor does that while the service runs.
 * @throws {SetupError} when it does not compile, or cannot be written
 */
export async function build(root, { tests }) {
  const compiler = `${root}/node_modules/typescript/bin/tsc`;
  const project = tests ? ['tsconfig.tests.json'] : [];
  await runQuietly('Building', process.execPath, [compiler, '-b', ...project], { cwd: root });
  await runQuietly('Building', process.execPath, [`${root}/scripts/copy-assets.mjs`], { cwd: root });
  if (!tests) return;
  await runQuietly('Building', process.execPath, [`${root}/scripts/console/types.mjs`], { cwd: root });
  await runQuietly('Building', process.execPath, [compiler, '-b', 'console'], { cwd: root });
  await runQuietly('Building the console', process.execPath, [`${root}/scripts/console/build.mjs`], {
    cwd: root,
  });
}
