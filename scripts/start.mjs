// npm start: from a clone to a running service. Plain Node.js without packages, since it runs before any is installed.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './setup/build.mjs';
import { installPackages, isDebianLike } from './setup/debianPackages.mjs';
import { useGitHooks } from './setup/gitHooks.mjs';
import { install, isInstalled } from './setup/install.mjs';
import { checkNodeVersion } from './setup/nodeVersion.mjs';
import { SetupError, startedAt, step } from './setup/progress.mjs';
import { describeWriteFailure } from './setup/writeFailure.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isRoot = process.getuid?.() === 0;

try {
  checkNodeVersion(root);
  const needsInstall = !isInstalled(root, { development: false });
  sayWhatComes(needsInstall);
  if (needsInstall) {
    step('Installing the npm packages');
    await install(root, { development: false });
  }
  step('Building');
  await build(root, { tests: false });
  await useGitHooks(root);
  await prepareLocalEngine();
} catch (error) {
  const told = error instanceof SetupError ? error.message : describeWriteFailure(error.message, root);
  if (told === undefined) throw error;
  process.stderr.write(`\n${told}\n`);
  process.exit(1);
}

const { serve } = await import('../server/dist/supervisor/serve.js');
process.exit(await serve({ environment: process.env, startedAt }));

function sayWhatComes(needsInstall) {
  const lines = [
    ...(needsInstall ? ['install the npm packages that running needs'] : []),
    'build what changed',
    // A file may name the engine as well, which only what is not built yet can read.
    ...(process.env['DESKPLANE_ENGINE'] === 'simulated'
      ? []
      : isRoot
        ? ['install the Debian packages of the local engine, if any is missing']
        : ['use the simulated engine, as the local one needs root (unless configured otherwise)']),
    'start PostgreSQL, the engine and the service, until Ctrl-C',
  ];
  process.stdout.write(`Deskplane will now\n${lines.map((line) => `  - ${line}\n`).join('')}\n`);
}

async function prepareLocalEngine() {
  const { loadConfig } = await import('../server/dist/config/loadConfig.js');
  const { missingDesktopPackages, missingPackages } = await import(
    '../server/dist/supervisor/engineChoice.js'
  );
  const config = await loadConfig(process.env, root);
  // Problems of the configuration are told by the start itself.
  if (Array.isArray(config) || config.engine === 'simulated') return;
  const missing = await missingPackages();
  const wanted = [...missing, ...(await missingDesktopPackages())];
  if (isRoot && isDebianLike()) {
    if (wanted.length > 0) await installOrSay(wanted);
    return;
  }
  if (missing.length > 0)
    step(`The local engine needs packages that are missing here; as root: ${installLine(wanted)}`);
}

const installLine = (packages) => `apt-get install --no-install-recommends ${packages.join(' ')}`;

async function installOrSay(packages) {
  step(`Installing the Debian packages ${packages.join(' ')}`);
  const problem = await installPackages(packages);
  if (problem !== undefined) step(`They cannot be installed (${installLine(packages)}):\n${problem}`);
}
