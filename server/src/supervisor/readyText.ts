import { isAbsolute, join, relative } from 'node:path';

/** What the person at the terminal gets to see when requests are being answered. */
export interface ReadyFacts {
  readonly endpoint: string;
  readonly credentialsPath: string;
  /** Whether there are any. */
  readonly hasCredentials: boolean;
  readonly engine: 'local' | 'simulated';
  /** Why it is not the local engine, if nobody asked for that. */
  readonly engineWhy?: string;
  readonly dataDir: string;
  readonly cloneDir: string;
  readonly seconds: number;
}

/** The last words of a start: the address, the credentials and what to try first. */
export function describeReady(facts: ReadyFacts): string {
  const isDefault = facts.dataDir === join(facts.cloneDir, '.deskplane');
  const prefix = isDefault ? '' : `DESKPLANE_DATA_DIR=${quoteForShell(facts.dataDir)} `;
  const why = facts.engineWhy === undefined ? '' : ` (not the local one: ${facts.engineWhy})`;
  return [
    '',
    `Deskplane is ready after ${facts.seconds.toFixed(1)} s. Ctrl-C stops it.`,
    '',
    `  Address      ${facts.endpoint}`,
    `  Credentials  ${facts.hasCredentials ? shortPath(facts.credentialsPath, facts.cloneDir) : 'none in this data directory'}`,
    `  Engine       ${facts.engine}${why}`,
    '',
    ...(facts.hasCredentials ? [] : noCredentials(facts.credentialsPath, `${prefix}npx deskplane`)),
    'In another terminal, in this directory:',
    '',
    `  ${prefix}npx deskplane desktop create --name demo --user ann --wait`,
    `  ${prefix}npx deskplane desktop show demo`,
    `  ${prefix}npx deskplane desktop delete demo --wait`,
    '',
  ].join('\n');
}

function noCredentials(path: string, deskplane: string): readonly string[] {
  return [
    `The account has been made before, and there is no ${path}. If another replica has it, copy it`,
    'from there. If it is lost, this makes a new password and access key, and ends the old ones:',
    '',
    `  ${deskplane} admin password --renew`,
    '',
  ];
}

function shortPath(path: string, from: string): string {
  const short = relative(from, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}

function quoteForShell(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
