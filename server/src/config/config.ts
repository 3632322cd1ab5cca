import type { SimulatedEngineSettings } from '../engines/simulated/settings.js';
import type { AddressRange } from '../http/origin/trustedProxies.js';
import type { ConfigKeyName } from './configKeys.js';

/** The settings of one service, checked (see readConfig.ts) and complete. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where clients reach the service: scheme, host and port, no slash at the end; undefined: where it listens. */
  readonly publicUrl: string | undefined;
  /** Addresses and ranges whose forwarding headers count. */
  readonly trustedProxies: readonly AddressRange[];
  /** Undefined: plain HTTP. */
  readonly tls: TlsFiles | undefined;
  /** Whether browsers on other machines may sign in over plain HTTP. */
  readonly signInPlainHttp: boolean;
  /** Most connections of clients at once. */
  readonly clientConnections: number;
  /** Absolute path. */
  readonly dataDir: string;
  /** PostgreSQL connection string; undefined: the embedded server. */
  readonly databaseUrl: string | undefined;
  /** Most connections to the database at once, of all kinds together. */
  readonly databaseConnections: number;
  /** `smtp://…` or `smtps://…`; undefined: mails are kept as files in the data directory. */
  readonly smtpUrl: string | undefined;
  readonly engine: 'local' | 'simulated' | 'automatic';
  readonly region: string;
  /** Absolute path of the file that holds the master key; undefined: `<data dir>/master.key`, made at the first start. */
  readonly masterKeyFile: string | undefined;
  readonly disks: DiskSettings;
  readonly egress: EgressSettings;
  /** Whether requests are counted and refused beyond the limits (http/limits). */
  readonly limitRequests: boolean;
  /** How long deletions are kept whole after their end, in days; 0: for ever. */
  readonly deletionRetentionDays: number;
  readonly simulated: SimulatedEngineSettings;
  /** Who may use the control interface of the test double (testDouble/); `off`: there is none. */
  readonly testControl: 'off' | 'loopback' | 'everywhere';
  /** Absolute path of the YAML file that was read; undefined: there is none. */
  readonly file: string | undefined;
  /** What is not as it is by default, in the order of the table. */
  readonly given: readonly GivenSetting[];
}

/** A setting that somebody made. */
export interface GivenSetting {
  readonly name: ConfigKeyName;
  readonly source: 'environment' | 'file';
  /** As it was written; undefined where it may hold a password. */
  readonly value: string | undefined;
}

/** The way of the local engine's desktops to the outside. */
export interface EgressSettings {
  /** Network interface; undefined: none. */
  readonly device: string | undefined;
  /** Ranges (CIDR) that would be refused otherwise. */
  readonly allowed: readonly string[];
  /** For desktops whose subnet names none. */
  readonly dnsServers: readonly string[];
}

/** The disks of the local engine. */
export interface DiskSettings {
  /** `automatic`: encrypted where the machine can. */
  readonly form: 'automatic' | 'encrypted' | 'plain';
  /** Free space that disks leave to the rest of the machine; undefined: a tenth of the file system, at most 10 GiB. */
  readonly reserveGiB: number | undefined;
  /** How many times the machine's space all disks together may be promised. */
  readonly overcommit: number;
}

/** Absolute paths of PEM files. */
export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}
