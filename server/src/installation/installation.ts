import type { Language } from '../errors/errors.js';

/** What a running service knows of the place that it runs in. */
export interface Installation {
  /** 8 hex characters that tell it from others on the machine. */
  readonly id: string;
  readonly startedAt: Date;
  /** Absolute path. */
  readonly dataDir: string;
  /** Absolute path of the YAML file with settings; undefined: there is none. */
  readonly settingsFile: string | undefined;
  readonly settings: readonly Setting[];
  /** Whether the database came with this installation. */
  readonly embeddedDatabase: boolean;
  /** PEM of the certificate that new connections get; undefined: plain HTTP. */
  readonly certificate: () => string | undefined;
}

/** One row of the configuration, and what is set. */
export interface Setting {
  readonly name: string;
  /** Empty: nothing. */
  readonly default: string;
  readonly source: 'default' | 'environment' | 'file';
  /** In effect, as it was written; undefined: it may hold a password. */
  readonly value: string | undefined;
  readonly meaning: Readonly<Record<Language, string>>;
}
