import { isAbsolute, join, relative } from 'node:path';
import { quoteForShell } from '../system/ownCommand.js';
import { isOpenInTheClear, type Listening } from './listening.js';

/** What the user at the terminal gets to see when requests are being answered. */
export interface ReadyFacts {
  readonly endpoint: string;
  /** Where clients reach it, if that is elsewhere. */
  readonly publicUrl: string | undefined;
  readonly listening: Listening;
  /** The addresses that it listens on, if the configured one stands for all of the machine's. */
  readonly addresses: readonly string[] | undefined;
  readonly credentialsPath: string;
  /** Whether there are any. */
  readonly hasCredentials: boolean;
  readonly engine: 'local' | 'simulated';
  /** Why it is not the local engine, if nobody asked for that. */
  readonly engineWhy?: string;
  readonly dataDir: string;
  readonly cloneDir: string;
  /** Where the user is. */
  readonly cwd: string;
  /** What the user types for this clone's command. */
  readonly deskplane: string;
  readonly seconds: number;
}

/** The last words of a start: the address, the credentials and what to try first. */
export function describeReady(facts: ReadyFacts): string {
  const { listening, addresses, deskplane } = facts;
  const isDefault = facts.dataDir === join(facts.cloneDir, '.deskplane');
  const prefix = isDefault ? '' : `DESKPLANE_DATA_DIR=${quoteForShell(facts.dataDir)} `;
  const why = facts.engineWhy === undefined ? '' : ` (not the local one: ${facts.engineWhy})`;
  const reached = addresses?.length === 0 ? 'only loopback now' : addresses?.join(', ');
  return [
    '',
    `Deskplane is ready after ${facts.seconds.toFixed(1)} s. Ctrl-C stops it.`,
    '',
    `  Address      ${facts.publicUrl ?? facts.endpoint}`,
    ...(facts.publicUrl === undefined ? [] : [`  Listening    ${facts.endpoint}`]),
    ...(reached === undefined
      ? []
      : [`  Listens on   ${listening.host}, every address of this machine: ${reached}`]),
    `  Credentials  ${facts.hasCredentials ? shortPath(facts.credentialsPath, facts.cwd) : 'none in this data directory'}`,
    `  Engine       ${facts.engine}${why}`,
    '',
    ...(facts.hasCredentials ? [] : noCredentials(facts.credentialsPath, `${prefix}${deskplane}`)),
    ...(isOpenInTheClear(listening) ? warning : []),
    'In another terminal, in this directory:',
    '',
    `  ${prefix}${deskplane} desktop create --name demo --user ann --wait`,
    `  ${prefix}${deskplane} desktop show demo`,
    `  ${prefix}${deskplane} desktop delete demo --wait`,
    '',
  ].join('\n');
}

function noCredentials(path: string, deskplane: string): readonly string[] {
  return [
    `The account exists already, but there is no ${path}. If another replica has the file, copy it`,
    'from there. If it is lost, create a new password and access key, and revoke the old ones:',
    '',
    `  ${deskplane} admin password --renew`,
    '',
  ];
}

const warning = [
  'WARNING: other machines can reach this service over plain HTTP. Anyone on the network path can read',
  'passwords and tokens. Set DESKPLANE_TLS_CERTIFICATE and DESKPLANE_TLS_KEY, or put a TLS proxy in front',
  'of it and set DESKPLANE_PUBLIC_URL to its https:// address.',
  '',
];

function shortPath(path: string, from: string): string {
  const short = relative(from, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}
