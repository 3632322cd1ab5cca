import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Config } from './config.js';
import { configFileKey } from './configKeys.js';
import { type ConfigProblem, type Environment, readConfig } from './readConfig.js';

/**
 * The settings of this process: the environment, and the YAML file that DESKPLANE_CONFIG names or, without it,
 * `deskplane.yaml` in the clone if there is one.
 * @param cloneDir absolute path of the clone; relative paths in the settings start there
 */
export async function loadConfig(
  environment: Environment,
  cloneDir: string,
): Promise<Config | ConfigProblem[]> {
  const named = environment[configFileKey] || undefined;
  const path = resolve(cloneDir, named ?? 'deskplane.yaml');
  let text: string | undefined;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!missing || named !== undefined) {
      const why = error instanceof Error ? error.message : String(error);
      return [{ key: configFileKey, message: `cannot read the configuration file: ${why}` }];
    }
  }
  if (text === undefined) return readConfig(environment, undefined, cloneDir);
  // Most have no such file, and every command would wait for what reads it.
  const { parseConfigFile } = await import('./parseConfigFile.js');
  return readConfig(environment, parseConfigFile(text), cloneDir);
}

/** The problems as one text for a user, a line each. */
export function describeConfigProblems(problems: readonly ConfigProblem[]): string {
  return [
    'The configuration has problems:',
    ...problems.map(({ key, message }) => `  ${key}: ${message}`),
  ].join('\n');
}
