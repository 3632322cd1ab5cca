import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { asideConnections } from '../database/connectionCounts.js';
import { readDatabaseUrl } from '../database/hosts.js';
import { readSmtpUrl } from '../mail/smtpSettings.js';
import { isUnfitText, unfitTextReason } from '../text/unfitText.js';
import type { Config, GivenSetting } from './config.js';
import {
  type ConfigKey,
  type ConfigKeyName,
  configFileKey,
  configKeys,
  isConfigKey,
  isInternalKey,
  nearestConfigKey,
} from './configKeys.js';
import type { ConfigFile } from './parseConfigFile.js';
import { readDiskSettings } from './readDiskSettings.js';
import { readEgressSettings } from './readEgressSettings.js';
import { readPlainHttp, readPublicUrl, readTls, readTrustedProxies, shorten } from './readNetworkSettings.js';

/** A setting that cannot be used, said for a user. Never holds the value of a URL, which may carry a password. */
export interface ConfigProblem {
  /** The key at fault, or the file as a whole. */
  readonly key: string;
  readonly message: string;
}

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings from the environment and the optional YAML file. The environment wins; an empty value counts as
 * not given.
 * @param configFile the YAML file: a flat mapping with the same keys
 * @param cwd absolute path that relative paths, and the default data directory, start at
 * @returns the complete settings, or every problem at once
 */
export function readConfig(
  environment: Environment,
  configFile: ConfigFile | undefined,
  cwd: string,
): Config | ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const file = readFileValues(configFile, problems);
  for (const name of Object.keys(environment)) {
    if (name.startsWith('DESKPLANE_') && !isConfigKey(name) && !isInternalKey(name))
      problems.push(unknownKey(name));
  }
  const given = configKeys.flatMap((key) => givenSetting(key, environment[key.name], file.get(key.name)));
  const text = (key: ConfigKeyName): string | undefined => environment[key] || file.get(key) || undefined;
  const fail = (key: ConfigKeyName, message: string): undefined => {
    problems.push({ key, message });
    return undefined;
  };
  const path = (value: string | undefined): string | undefined => value && resolve(cwd, value);
  const number = (key: ConfigKeyName, limits: Limits): number => {
    const value = text(key) ?? defaultOf(key);
    const inRange = Number(value) >= (limits.minimum ?? 0) && Number(value) <= limits.maximum;
    if (!limits.pattern.test(value) || !inRange) {
      fail(key, `must be ${limits.words}, not "${shorten(value)}"`);
    }
    return Number(value);
  };
  const url = (key: ConfigKeyName, schemes: readonly string[]): string | undefined => {
    const value = text(key);
    const words = schemes.map((scheme) => `${scheme}://`).join(' or ');
    if (value === undefined || schemes.some((scheme) => value.startsWith(`${scheme}://`))) return value;
    return fail(key, `must start with ${words}`);
  };

  const host = text('DESKPLANE_HOST') ?? defaultOf('DESKPLANE_HOST');
  if (isIP(host) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host)) {
    fail('DESKPLANE_HOST', `must be an IP address or a host name, not "${shorten(host)}"`);
  }
  const region = text('DESKPLANE_REGION') ?? defaultOf('DESKPLANE_REGION');
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(region)) {
    fail(
      'DESKPLANE_REGION',
      `must be lower-case letters, digits and dashes, at most 64, not "${shorten(region)}"`,
    );
  }
  const trustedProxies = readTrustedProxies(text('DESKPLANE_TRUSTED_PROXIES') ?? '', fail);
  const config: Config = {
    host,
    port: number('DESKPLANE_PORT', {
      pattern: /^\d{1,5}$/,
      maximum: 65_535,
      words: 'a port from 0 to 65535',
    }),
    publicUrl: readPublicUrl(text('DESKPLANE_PUBLIC_URL'), fail),
    trustedProxies,
    tls: readTls(path(text('DESKPLANE_TLS_CERTIFICATE')), path(text('DESKPLANE_TLS_KEY')), fail),
    signInPlainHttp: readPlainHttp(text('DESKPLANE_SIGN_IN_PLAIN_HTTP') ?? 'refuse', fail),
    clientConnections: number('DESKPLANE_CLIENT_CONNECTIONS', {
      pattern: /^[1-9]\d{1,5}$/,
      maximum: 100_000,
      words: 'a whole number from 10 to 100000',
    }),
    dataDir: resolve(cwd, text('DESKPLANE_DATA_DIR') ?? defaultOf('DESKPLANE_DATA_DIR')),
    databaseUrl: databaseUrl(url('DATABASE_URL', ['postgres', 'postgresql']), fail),
    databaseConnections: number('DESKPLANE_DATABASE_CONNECTIONS', {
      pattern: /^\d{1,4}$/,
      minimum: asideConnections + 2,
      maximum: 1_000,
      words: `a whole number from ${asideConnections + 2} to 1000`,
    }),
    smtpUrl: smtpUrl(url('SMTP_URL', ['smtp', 'smtps']), fail),
    engine: readEngine(text('DESKPLANE_ENGINE'), fail),
    region,
    masterKeyFile: path(text('DESKPLANE_MASTER_KEY_FILE')),
    disks: readDiskSettings((key) => text(key) ?? defaultOf(key), fail),
    egress: readEgressSettings((key) => text(key) ?? '', fail),
    limitRequests: readLimits(
      text('DESKPLANE_LIMITS') ?? defaultOf('DESKPLANE_LIMITS'),
      { host, trustedProxies },
      fail,
    ),
    deletionRetentionDays: number('DESKPLANE_DELETION_RETENTION_DAYS', {
      pattern: /^\d{1,5}$/,
      maximum: 36_500,
      words: 'whole days from 0 to 36500',
    }),
    simulated: {
      seed: number('DESKPLANE_SIMULATED_SEED', {
        pattern: /^\d{1,10}$/,
        maximum: 0xffff_ffff,
        words: 'a whole number from 0 to 4294967295',
      }),
      delayMs: number('DESKPLANE_SIMULATED_DELAY_MS', {
        pattern: /^\d{1,7}$/,
        maximum: 3_600_000,
        words: 'whole milliseconds from 0 to 3600000',
      }),
      faultRate: number('DESKPLANE_SIMULATED_FAULT_RATE', {
        pattern: /^\d(\.\d{1,9})?$/,
        maximum: 1,
        words: 'a number from 0 to 1',
      }),
    },
    testControl: readTestControl(
      text('DESKPLANE_SIMULATED_CONTROL') ?? 'off',
      text('DESKPLANE_ENGINE'),
      fail,
    ),
    file: configFile === undefined ? undefined : configFilePath(environment, cwd),
    given,
  };
  return problems.length > 0 ? problems : config;
}

/** The YAML file with settings, whether it is there or not; absolute. */
export function configFilePath(environment: Environment, cwd: string): string {
  return resolve(cwd, environment[configFileKey] || 'deskplane.yaml');
}

/** The setting, if somebody made it: the environment wins, an empty value counts as not given. */
function givenSetting(
  { name, secret }: ConfigKey & { readonly name: ConfigKeyName },
  fromEnvironment: string | undefined,
  fromFile: string | undefined,
): GivenSetting[] {
  const value = fromEnvironment || fromFile;
  if (!value) return [];
  const source = fromEnvironment ? 'environment' : 'file';
  return [{ name, source, value: secret === true ? undefined : value }];
}

interface Limits {
  readonly pattern: RegExp;
  /** Default: 0 */
  readonly minimum?: number;
  readonly maximum: number;
  readonly words: string;
}

function defaultOf(name: ConfigKeyName): string {
  return configKeys.find((key) => key.name === name)?.default ?? '';
}

function readEngine(
  value: string | undefined,
  fail: (key: ConfigKeyName, message: string) => undefined,
): Config['engine'] {
  if (value === 'local' || value === 'simulated') return value;
  if (value !== undefined)
    fail('DESKPLANE_ENGINE', `must be local, simulated or empty, not "${shorten(value)}"`);
  return 'automatic';
}

/** What tests do to a service must never be possible where desktops are real. */
function readTestControl(
  value: string,
  engine: string | undefined,
  fail: (key: ConfigKeyName, message: string) => undefined,
): Config['testControl'] {
  if (value === 'off') return value;
  if (value !== 'loopback' && value !== 'everywhere')
    fail('DESKPLANE_SIMULATED_CONTROL', `must be off, loopback or everywhere, not "${shorten(value)}"`);
  else if (engine !== 'simulated') fail('DESKPLANE_SIMULATED_CONTROL', 'needs DESKPLANE_ENGINE=simulated');
  else return value;
  return 'off';
}

/** A service that only this machine can reach has nobody to be protected from; others reach it through a proxy. */
function readLimits(
  value: string,
  { host, trustedProxies }: Pick<Config, 'host' | 'trustedProxies'>,
  fail: (key: ConfigKeyName, message: string) => undefined,
): boolean {
  if (value === 'on' || value === 'off') return value === 'on';
  if (value !== 'auto') fail('DESKPLANE_LIMITS', `must be auto, on or off, not "${shorten(value)}"`);
  return trustedProxies.length > 0 || !/^(localhost|127\.[\d.]+|::1)$/i.test(host);
}

function readFileValues(file: ConfigFile | undefined, problems: ConfigProblem[]): Map<string, string> {
  const values = new Map<string, string>();
  if (file === undefined) return values;
  if ('problem' in file) {
    problems.push({ key: 'configuration file', message: file.problem });
    return values;
  }
  const { document } = file;
  if (document === null) return values;
  if (typeof document !== 'object' || Array.isArray(document)) {
    problems.push({ key: 'configuration file', message: 'must be a mapping such as "DESKPLANE_PORT: 8080"' });
    return values;
  }
  for (const [name, value] of Object.entries(document)) {
    if (!isConfigKey(name)) problems.push(unknownKey(name));
    else if (typeof value === 'string' && isUnfitText(value))
      problems.push({ key: name, message: unfitTextReason.en });
    else if (typeof value === 'string' || typeof value === 'number') values.set(name, String(value));
    else if (value !== null) problems.push({ key: name, message: 'must be text or a number' });
  }
  return values;
}

function unknownKey(name: string): ConfigProblem {
  const near = nearestConfigKey(name);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return { key: shorten(name), message: `is not a setting of Deskplane.${hint}` };
}

/** Where it leads is the database's own matter. */
function databaseUrl(
  given: string | undefined,
  fail: (key: ConfigKeyName, text: string) => undefined,
): string | undefined {
  const read = given === undefined ? undefined : readDatabaseUrl(given);
  return typeof read === 'string' ? fail('DATABASE_URL', read) : given;
}

/** The options in the URL are the mail's own matter; what it cannot use is better said before anything starts. */
function smtpUrl(
  given: string | undefined,
  fail: (key: ConfigKeyName, text: string) => void,
): string | undefined {
  if (given === undefined) return undefined;
  try {
    readSmtpUrl(given, 'localhost');
  } catch (error) {
    fail('SMTP_URL', error instanceof Error ? error.message.replace(/^SMTP_URL /, '') : 'cannot be used');
  }
  return given;
}
