import type { Config } from '../config/config.js';
import { isConfigKey } from '../config/configKeys.js';
import { describeConfigProblems } from '../config/loadConfig.js';
import { type Environment, readConfig } from '../config/readConfig.js';
import { StartError } from '../system/errorCode.js';

/** The settings that count for a scratch installation. All others are for one that is kept. */
export const scratchKeys = [
  'DESKPLANE_REGION',
  'DESKPLANE_SIMULATED_SEED',
  'DESKPLANE_SIMULATED_DELAY_MS',
  'DESKPLANE_SIMULATED_FAULT_RATE',
] as const;

/** Variables of the command, which are no settings of any installation. */
const commandKeys = /^DESKPLANE_(CONFIG|CREDENTIALS|PROFILE|PASSWORD|COMPLETION_MS)$/;

/**
 * The settings of a scratch installation: the simulated engine without delay, open to faults, any free port of loopback, no limits; the region and how
 * the engine behaves as the environment says. A settings file, and what else the environment says, are those of another installation.
 * @param dataDir absolute path
 * @throws {StartError} naming every variable that cannot be used, also one of ours that is no setting at all
 */
export function readScratchConfig(environment: Environment, dataDir: string): Config {
  const counts = (name: string): boolean =>
    scratchKeys.some((key) => key === name) ||
    (name.startsWith('DESKPLANE_') && !isConfigKey(name) && !commandKeys.test(name));
  const given = Object.fromEntries(Object.entries(environment).filter(([name]) => counts(name)));
  const config = readConfig(
    {
      ...given,
      DESKPLANE_SIMULATED_DELAY_MS: given['DESKPLANE_SIMULATED_DELAY_MS'] || '0',
      DESKPLANE_ENGINE: 'simulated',
      DESKPLANE_SIMULATED_CONTROL: 'loopback',
      DESKPLANE_HOST: '127.0.0.1',
      DESKPLANE_PORT: '0',
      DESKPLANE_LIMITS: 'off',
      DESKPLANE_DATA_DIR: dataDir,
    },
    undefined,
    dataDir,
  );
  if (Array.isArray(config)) throw new StartError(describeConfigProblems(config));
  return config;
}
