// npm test: sets up what tests need and runs them. `npm test -- deletion` runs the files with that in their path; `--fast`
// leaves out what needs root. The files that take minutes (`*.long.*`) are those of `npm run test:long`. What measures memory or
// speed (`*.alone.*`) runs last, each file with nothing beside it; `--alone` runs these only, `--beside` all others.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './setup/build.mjs';
import { installPackages, isDebianLike } from './setup/debianPackages.mjs';
import { useGitHooks } from './setup/gitHooks.mjs';
import { install, isInstalled } from './setup/install.mjs';
import { lockDirectory, takeTurn, waitForDirectory } from './setup/lockDirectory.mjs';
import { checkNodeVersion } from './setup/nodeVersion.mjs';
import { SetupError, step } from './setup/progress.mjs';
import { findTestFiles } from './testing/findTestFiles.mjs';
import { endTestProcesses, runTestFile } from './testing/runTestFile.mjs';
import { startTestDatabase } from './testing/testDatabase.mjs';
import { missingTestPackages } from './testing/testPackages.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isRoot = process.getuid?.() === 0;
const fast = process.argv.includes('--fast');
const long = process.argv.includes('--long');
/** Whether only what needs quiet is wanted, or only what does not; undefined: both. */
const quiet = process.argv.includes('--alone') ? true : process.argv.includes('--beside') ? false : undefined;
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
/** More than the cores: much of a test is waiting, and nearly all of one that takes long. */
const concurrency = (long ? 3 : 2) * Math.max(2, availableParallelism());
/** Some of what needs root shares the machine's users, directories and services, whichever clone it is of. */
const machineLock = '/run/lock/deskplane-root-tests';
const total = { passed: 0, failed: 0 };
const failedFiles = [];
/** The files that were run, with their seconds. */
const times = [];
/** How many of the slowest are named at the end. */
const namedSlowest = 10;

try {
  // Runs that begin together would compile the same files, install the same packages and make the same users.
  const setUp = waitForDirectory(join(root, 'scripts'), () =>
    step('Waiting for another test run to be set up'),
  );
  await prepare();
  // Nobody may replace what the tests run on; the lock ends with this process.
  if (lockDirectory(root, 'shared') === undefined)
    throw new SetupError('The npm packages are being installed by another program. Try again.');
  await runAll(setUp);
} catch (error) {
  process.stderr.write(`\n${error instanceof SetupError ? error.message : error.stack}\n`);
  total.failed += 1;
}
if (failedFiles.length > 0)
  process.stdout.write(`\nFailed:\n${failedFiles.map((file) => `  ${file}\n`).join('')}`);
tellSlowest();
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);

async function prepare() {
  checkNodeVersion(root);
  if (!isInstalled(root, { development: true })) {
    step('Installing the npm packages');
    await install(root, { development: true });
  }
  step('Building');
  await build(root, { tests: true });
  await useGitHooks(root);
  if (!isRoot || fast || !isDebianLike()) return;
  const { missingDesktopPackages, missingPackages } = await import(
    '../server/dist/supervisor/engineChoice.js'
  );
  const missing = [
    ...(await missingPackages()),
    ...(await missingDesktopPackages()),
    ...missingTestPackages(),
  ];
  if (missing.length === 0) return;
  step(`Installing the Debian packages ${missing.join(' ')}`);
  const problem = await installPackages(missing);
  if (problem !== undefined) throw new SetupError(`The Debian packages cannot be installed:\n${problem}`);
}

/** @param setUp called when nothing is made any more that test runs share */
async function runAll(setUp) {
  const named = findTestFiles(root).filter(
    ({ source }) => wanted.length === 0 || wanted.some((part) => source.includes(part)),
  );
  if (named.length === 0) throw new SetupError(`No test file has ${wanted.join(' or ')} in its path.`);
  const files = named.filter(
    ({ takesLong, needsQuiet }) => takesLong === long && (quiet === undefined || needsQuiet === quiet),
  );
  if (files.length === 0)
    throw new SetupError(
      `The test files with ${wanted.join(' or ')} in their path run with ${long === named.some(({ takesLong }) => takesLong) ? 'other options' : long ? 'npm test' : 'npm run test:long'}.`,
    );
  const directory = mkdtempSync(join(tmpdir(), 'dpt-'));
  // The database's user passes through.
  chmodSync(directory, 0o711);
  let database;
  const cleanUp = async () => {
    endTestProcesses();
    await database?.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const interrupted = () => void cleanUp().finally(() => process.exit(130));
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    const temporary = makeSharedTemporary(directory);
    // Node.js 22 and newer keep what they compiled for the next file; Node.js 20 does not know the setting.
    const NODE_COMPILE_CACHE = join(directory, 'compiled');
    const environment = { ...testEnvironment(), TMPDIR: temporary, NODE_COMPILE_CACHE };
    if (environment.DESKPLANE_TEST_DATABASE_URL === undefined) {
      step('Starting PostgreSQL for the tests');
      database = await startTestDatabase(directory);
      environment.DESKPLANE_TEST_DATABASE_URL = database.url;
    }
    setUp();
    await runSuites(files, { directory, environment });
  } finally {
    await cleanUp();
  }
}

async function runSuites(files, context) {
  const runnable = files.filter(({ needsRoot }) => !needsRoot || (isRoot && !fast));
  const alone = runnable.filter((file) => file.needsQuiet);
  const beside = runnable.filter((file) => !file.needsQuiet);
  const plain = beside.filter((file) => !file.sharesMachine);
  const privileged = beside.filter((file) => file.sharesMachine);
  const number = privileged.length === 0 ? '' : ` and ${privileged.length} that share the machine`;
  step(
    `Running ${plain.length} test files${number}${alone.length === 0 ? '' : `, then ${alone.length} alone`}`,
  );
  await Promise.all([
    ...Array.from({ length: concurrency }, () => runInTurn(plain, context)),
    ...(privileged.length === 0 ? [] : [runPrivileged(privileged, context)]),
  ]);
  await runInTurn(alone, context);
  const left = files.filter((file) => !runnable.includes(file));
  if (left.length === 0) return;
  const names = left.map(({ source }) => `  ${source}\n`).join('');
  process.stdout.write(`\nNot run, ${fast ? 'as --fast leaves them out' : 'as they need root'}:\n${names}`);
}

/** One after the other on this machine, beside all others; another run may have a turn in between. */
async function runPrivileged(files, context) {
  mkdirSync(machineLock, { recursive: true });
  for (const file of files) {
    const release = await takeTurn(machineLock);
    await runInTurn([file], context);
    release();
  }
}

/** @param queue the files that nobody has taken yet */
async function runInTurn(queue, context) {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    const startedAt = performance.now();
    const result = await runTestFile(file.compiled, context);
    report(file.source, result, (performance.now() - startedAt) / 1000);
  }
}

function report(source, { passed, failures, output }, seconds) {
  total.passed += passed;
  total.failed += failures.length;
  times.push({ source, seconds });
  const figures = `${passed} passed${failures.length > 0 ? `, ${failures.length} failed` : ''}, ${seconds.toFixed(1)} s`;
  process.stdout.write(`${failures.length > 0 ? 'FAIL' : ' ok '} ${source} (${figures})\n`);
  if (failures.length === 0) return;
  failedFiles.push(source);
  for (const { name, text } of failures) process.stdout.write(`\n  ${name}\n${indent(text)}\n`);
  if (output.trim() !== '') process.stdout.write(`\n  What the file wrote:\n${indent(output.trimEnd())}\n`);
  process.stdout.write('\n');
}

/** Where the time goes: whoever makes the tests faster begins there. */
function tellSlowest() {
  if (times.length <= namedSlowest) return;
  const slowest = times.toSorted((left, right) => right.seconds - left.seconds).slice(0, namedSlowest);
  const lines = slowest.map(({ source, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${source}\n`);
  process.stdout.write(`\nThe slowest files:\n${lines.join('')}`);
}

function indent(text) {
  return text.replace(/^/gm, '    ');
}

/** What tests leave behind in the place for temporary files goes with ours. The name is short for the sake of sockets. */
function makeSharedTemporary(directory) {
  const path = join(directory, 't');
  mkdirSync(path);
  chmodSync(path, 0o1777);
  return path;
}

/** Settings of the person who runs the tests must not reach them. */
function testEnvironment() {
  const foreign = /^(DESKPLANE_(?!TEST_)|DATABASE_URL$|SMTP_URL$|NODE_OPTIONS$|npm_)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
