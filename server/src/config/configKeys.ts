/** One row of the configuration table. */
export interface ConfigKey {
  readonly name: string;
  /** As a user would write it; empty: nothing. */
  readonly default: string;
  readonly meaning: string;
}

/** Every setting, in the order of the documentation, which a test holds to this list. */
export const configKeys = [
  { name: 'DESKPLANE_HOST', default: '127.0.0.1', meaning: 'Address to listen on.' },
  { name: 'DESKPLANE_PORT', default: '8080', meaning: 'TCP port to listen on; 0 takes any free port.' },
  {
    name: 'DESKPLANE_PUBLIC_URL',
    default: '',
    meaning:
      'https:// or http:// address of the service for clients; empty: the address to listen on, and in links the host of the request.',
  },
  {
    name: 'DESKPLANE_TRUSTED_PROXIES',
    default: '',
    meaning:
      'Addresses and ranges of trusted proxies, separated by commas; only their X-Forwarded-For and X-Forwarded-Proto count.',
  },
  {
    name: 'DESKPLANE_TLS_CERTIFICATE',
    default: '',
    meaning: 'PEM file with the TLS certificate and its chain; empty: plain HTTP.',
  },
  {
    name: 'DESKPLANE_TLS_KEY',
    default: '',
    meaning: 'PEM file with the private key of the certificate.',
  },
  {
    name: 'DESKPLANE_SIGN_IN_PLAIN_HTTP',
    default: 'refuse',
    meaning:
      'Sign-in to the web console over plain HTTP from other machines: refuse, or allow (everybody on the way can read the password).',
  },
  {
    name: 'DESKPLANE_CLIENT_CONNECTIONS',
    default: '2000',
    meaning: 'Maximum number of client connections, 10 to 100000; further ones are closed.',
  },
  {
    name: 'DESKPLANE_DATA_DIR',
    default: '.deskplane',
    meaning: 'Directory for all data. A relative path starts at the clone.',
  },
  {
    name: 'DATABASE_URL',
    default: '',
    meaning:
      'PostgreSQL connection string, with one host or several; empty: an embedded PostgreSQL in the data directory.',
  },
  {
    name: 'DESKPLANE_DATABASE_CONNECTIONS',
    default: '30',
    meaning: 'Maximum number of connections to PostgreSQL, 12 to 1000.',
  },
  {
    name: 'SMTP_URL',
    default: '',
    meaning:
      'smtp:// or smtps:// server for mail; empty: mails are stored as mail/*.eml in the data directory.',
  },
  {
    name: 'DESKPLANE_ENGINE',
    default: '',
    meaning: 'local or simulated; empty: local if this machine can run it, decided at the first start.',
  },
  {
    name: 'DESKPLANE_REGION',
    default: 'local-1',
    meaning: 'Region ID in responses and credentials; fixed at the first start, a later change is refused.',
  },
  {
    name: 'DESKPLANE_MASTER_KEY_FILE',
    default: '',
    meaning: 'File with the master key; empty: master.key in the data directory, created at the first start.',
  },
  {
    name: 'DESKPLANE_DISKS',
    default: 'automatic',
    meaning:
      'Local engine, disks of new desktops: encrypted, plain (directories, not encrypted, size not enforced), or automatic (encrypted if this machine can).',
  },
  {
    name: 'DESKPLANE_DISK_RESERVE_GIB',
    default: '',
    meaning:
      'Local engine: free space in GiB that disks leave to the rest of the machine; empty: a tenth of the file system, at most 10.',
  },
  {
    name: 'DESKPLANE_DISK_OVERCOMMIT',
    default: '20',
    meaning:
      'Local engine: how many times the space of the machine all disks together may be promised, 0.1 to 1000.',
  },
  {
    name: 'DESKPLANE_EGRESS',
    default: '',
    meaning:
      'Local engine: network interface by which desktops reach the outside; empty: they reach only what their security groups allow in their VPC.',
  },
  {
    name: 'DESKPLANE_EGRESS_ALLOW',
    default: '',
    meaning:
      'Local engine: ranges that desktops may reach outside although they are private or next to this machine, separated by commas.',
  },
  {
    name: 'DESKPLANE_DNS',
    default: '',
    meaning:
      'Local engine: addresses of at most three DNS servers for desktops whose subnet names none, separated by commas.',
  },
  {
    name: 'DESKPLANE_LIMITS',
    default: 'auto',
    meaning:
      'Limits on requests per minute: on, off, or auto (off if the service listens on loopback only and trusts no proxy).',
  },
  {
    name: 'DESKPLANE_DELETION_RETENTION_DAYS',
    default: '365',
    meaning:
      'Days to keep the full record of a completed deletion; its receipt, its tombstone and the log stay. 0: keep it forever.',
  },
  {
    name: 'DESKPLANE_SIMULATED_SEED',
    default: '1',
    meaning: 'Simulated engine: seed of all random choices, 0 to 4294967295.',
  },
  {
    name: 'DESKPLANE_SIMULATED_DELAY_MS',
    default: '300',
    meaning: 'Simulated engine: mean duration of a creation or deletion in milliseconds.',
  },
  {
    name: 'DESKPLANE_SIMULATED_FAULT_RATE',
    default: '0',
    meaning: 'Simulated engine: share of calls that fail, 0 to 1.',
  },
] as const satisfies readonly ConfigKey[];

export type ConfigKeyName = (typeof configKeys)[number]['name'];

/** Names the optional YAML file; in the environment only. Without it `deskplane.yaml` in the clone is read if there. */
export const configFileKey = 'DESKPLANE_CONFIG';

/** Variables that are ours but not settings: of the command, between our own processes, and for the test suite. */
const internalKeys = /^DESKPLANE_(CONFIG|CREDENTIALS|RUN_AS|TEST_[A-Z_]+)$/;

/** Whether a variable of the environment is one of our own that is not a setting. */
export function isInternalKey(name: string): boolean {
  return internalKeys.test(name);
}

/** Whether the name is a setting's. */
export function isConfigKey(name: string): name is ConfigKeyName {
  return configKeys.some((key) => key.name === name);
}

/** The setting whose name is nearest to a mistaken one, if any is near: for "did you mean". */
export function nearestConfigKey(name: string): ConfigKeyName | undefined {
  let best: { name: ConfigKeyName; distance: number } | undefined;
  for (const key of configKeys) {
    const distance = editDistance(name.toUpperCase().replaceAll('-', '_'), key.name);
    if (distance <= Math.max(2, key.name.length / 4) && distance < (best?.distance ?? Infinity)) {
      best = { name: key.name, distance };
    }
  }
  return best?.name;
}

/** Levenshtein's distance: how many characters must be put in, taken out or changed. */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [row, character] of left.split('').entries()) {
    const current = [row + 1];
    for (const [column, other] of right.split('').entries()) {
      const change = (previous[column] ?? 0) + (character === other ? 0 : 1);
      current.push(Math.min(change, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
