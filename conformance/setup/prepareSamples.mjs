import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, isDebianLike } from '../../scripts/setup/debianPackages.mjs';
import { runQuietly, SetupError, tryQuietly } from '../../scripts/setup/progress.mjs';

/**
 * Go and Java with the official SDKs, exactly those that `samples/go.mod` and `samples/pom.xml` name, and jq for the example of curl.
 * @param {{ sources: string, tools: string }} paths `tools` is the place for what is fetched
 * @param {(text: string) => void} step
 * @throws {SetupError} a tool is missing, or its registry cannot be reached
 */
export async function prepareSamples({ sources, tools }, step) {
  await provide('jq', 'jq', ['--version'], 'jq', step);
  await provide('Go', 'go', ['version'], 'golang-go', step);
  await provide('A JDK', 'javac', ['-version'], 'default-jdk-headless', step);
  const jars = join(tools, 'jars');
  const pom = join(sources, 'pom.xml');
  const used = join(tools, 'pom.xml');
  mkdirSync(jars, { recursive: true });
  if (!existsSync(used) || !readFileSync(used).equals(readFileSync(pom))) {
    await provide('Maven', 'mvn', ['--version'], 'maven', step);
    step('Installing the Java SDK');
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';
    const options = ['--quiet', '--batch-mode', '--file', pom, copy, `-DoutputDirectory=${jars}`];
    await runQuietly('Maven', 'mvn', options, { cwd: tools });
    copyFileSync(pom, used);
  }
  step('Installing the Go SDK');
  for (const file of ['go.mod', 'go.sum']) copyFileSync(join(sources, file), join(tools, file));
  await runQuietly('Go', 'env', [...goSettings(tools), 'go', 'mod', 'download'], { cwd: tools });
}

/** Everything that Go keeps stays in our own folder. */
export const goSettings = (tools) => [
  `GOMODCACHE=${join(tools, 'go-modules')}`,
  `GOCACHE=${join(tools, 'go-built')}`,
  'GOFLAGS=-modcacherw',
  'GOTOOLCHAIN=local',
];

async function provide(name, command, words, debianPackage, step) {
  const isThere = async () => (await tryQuietly(command, words)).code === 0;
  if (await isThere()) return;
  if (process.getuid?.() === 0 && isDebianLike()) {
    step(`Installing the Debian package ${debianPackage}`);
    const problem = await installPackages([debianPackage]);
    if (problem !== undefined) throw new SetupError(`${debianPackage} cannot be installed:\n${problem}`);
    if (await isThere()) return;
  }
  throw new SetupError(`${name} is needed; on Debian, as root: apt-get install ${debianPackage}`);
}
