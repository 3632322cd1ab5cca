// npm run conformance: the official clients, as they are, the samples of the API Explorer, and the Python verifier of receipts, against a service that runs for
// them alone. Each is a program of its own that tells a line per check. `npm run conformance -- python` runs those with that in
// their name.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../scripts/setup/build.mjs';
import { install, isInstalled } from '../scripts/setup/install.mjs';
import { checkNodeVersion } from '../scripts/setup/nodeVersion.mjs';
import { SetupError, step } from '../scripts/setup/progress.mjs';
import { preparePython } from './setup/preparePython.mjs';
import { prepareSamples } from './setup/prepareSamples.mjs';
import { runClient } from './setup/runClient.mjs';
import { startService } from './setup/startService.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const environment = join(here, '.venv');
const clients = [
  { name: 'Node.js SDK', command: process.execPath, program: join(here, 'node/main.mjs') },
  { name: 'Python SDK', command: join(environment, 'bin/python'), program: join(here, 'python/main.py') },
  { name: 'openstack', command: process.execPath, program: join(here, 'openstack/main.mjs') },
  { name: 'samples', command: process.execPath, program: join(here, 'samples/main.mjs') },
  {
    name: 'samples with hostile values',
    command: process.execPath,
    program: join(here, 'samples/hostile.mjs'),
  },
  {
    name: 'examples',
    command: process.execPath,
    program: join(here, 'examples/main.mjs'),
    // A service of their own: the samples call every operation, and one of these would take all away.
    settings: { DESKPLANE_SIMULATED_CONTROL: 'loopback' },
  },
  { name: 'receipts', command: process.execPath, program: join(here, 'receipts/main.mjs') },
];
const wanted = process.argv.slice(2).map((word) => word.toLowerCase());
const chosen = clients.filter(
  ({ name }) => wanted.length === 0 || wanted.some((word) => name.toLowerCase().includes(word)),
);
const total = { passed: 0, failed: 0 };
const services = [];
const directories = [];

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => void cleanUp().finally(() => process.exit(code)));
}

try {
  if (chosen.length === 0) throw new SetupError(`No client has ${wanted.join(' or ')} in its name.`);
  await prepare();
  let shared;
  for (const client of chosen) {
    const place = client.settings === undefined ? (shared ??= await begin()) : await begin(client.settings);
    step(client.name);
    const { passed, failed } = await runClient(client, { ...place, environment });
    total.passed += passed;
    total.failed += failed;
  }
  if (total.failed > 0)
    for (const service of services)
      process.stdout.write(`\nThe service's log ends with:\n${service.lastLines()}\n`);
} catch (error) {
  process.stderr.write(`\n${error instanceof SetupError ? error.message : error.stack}\n`);
  total.failed += 1;
} finally {
  await cleanUp();
}
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 && total.passed > 0 ? 0 : 1);

/** Starts a service in a directory of its own. */
async function begin(settings) {
  const directory = mkdtempSync(join(tmpdir(), 'dpc-'));
  directories.push(directory);
  step('Starting the service');
  const service = await startService(root, directory, settings);
  services.push(service);
  return { directory, service };
}

async function cleanUp() {
  for (const service of services) await service.stop();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
}

async function prepare() {
  checkNodeVersion(root);
  if (!isInstalled(root, { development: false })) {
    step('Installing the npm packages');
    await install(root, { development: true });
  }
  step('Building');
  await build(root, { tests: false });
  if (!isInstalled(here, { development: false })) {
    step('Installing the Node.js SDK');
    await install(here, { development: false });
  }
  await preparePython({ environment, requirements: join(here, 'requirements.txt') }, step);
  if (chosen.some(({ name }) => name.startsWith('samples') || name === 'examples'))
    await prepareSamples({ sources: join(here, 'samples'), tools: join(here, '.samples') }, step);
}
