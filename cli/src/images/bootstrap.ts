import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { shellQuote } from '../text/shellQuote.js';
import type { ImageFolder } from './readImageFolder.js';

/** A root file system in the making. */
export interface Bootstrap {
  /** The root as a tar archive. */
  readonly tar: Readable;
  /** Resolves when it was made; rejects with {@link BootstrapFailure}. */
  readonly done: Promise<void>;
  /** Ends it, with every program that it started and every mount that it made. */
  stop(): void;
}

/** mmdebstrap ended badly; the message is its last words. */
export class BootstrapFailure extends Error {
  /** Whether there is no such program here. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing = false) {
    super(message);
    this.name = 'BootstrapFailure';
    this.isMissing = isMissing;
  }
}

/** What mmdebstrap is at, by what it says. */
export type Stage = 'download' | 'unpack' | 'install' | 'finish';
const stages: readonly (readonly [RegExp, Stage])[] = [
  [/^I: (running apt-get update|downloading)/, 'download'],
  [/^I: (extracting|installing essential)/, 'unpack'],
  [/^I: installing remaining/, 'install'],
  [/^I: (running .*customize|cleaning|creating tarball)/, 'finish'],
];

/** Left out of an image: what no desktop shows. Licences stay, as Debian asks for. */
const leftOut = [
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-exclude=/usr/share/locale/*',
  'path-include=/usr/share/locale/zh_CN/*',
  'path-include=/usr/share/locale/locale.alias',
];

/**
 * Makes a root of Debian packages from the machine's own package sources, with the folder's files in it.
 * @param places `debs` keeps the packages for the next time, `work` is where the root is made
 * @param onStage told of each stage as it begins
 */
export async function bootstrap(
  folder: ImageFolder,
  { debs, work }: { readonly debs: string; readonly work: string },
  onStage: (stage: Stage) => void,
): Promise<Bootstrap> {
  await mkdir(debs, { recursive: true });
  const [suite, sources] = [await suiteHere(), await sourcesHere()];
  const archives = '/var/cache/apt/archives/';
  const cached = shellQuote(debs);
  const hooks = [
    `--setup-hook=mkdir -p "$1"${archives}`,
    `--setup-hook=sync-in ${cached} ${archives}`,
    `--essential-hook=sync-out ${archives} ${cached}`,
    `--customize-hook=sync-out ${archives} ${cached}`,
    ...(folder.files === undefined ? [] : [`--customize-hook=sync-in ${shellQuote(folder.files)} /`]),
    ...(folder.setup === undefined
      ? []
      : [
          `--customize-hook=upload ${shellQuote(folder.setup)} /tmp/setup`,
          '--customize-hook=chmod 755 "$1"/tmp/setup',
          '--customize-hook=chroot "$1" /tmp/setup',
          '--customize-hook=rm "$1"/tmp/setup',
        ]),
  ];
  const args = [
    '--variant=minbase',
    '--format=tar',
    `--include=${folder.packages.join(',')}`,
    '--aptopt=Apt::Install-Recommends "false"',
    ...leftOut.map((option) => `--dpkgopt=${option}`),
    // Device nodes are the sandbox's; packages are kept for the next time.
    '--skip=output/dev,output/mknod,download/empty,essential/unlink',
    ...hooks,
    suite,
    '-',
    ...sources,
  ];
  const [program = '', ...words] = [...(await boundTo()), 'mmdebstrap', ...args];
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TMPDIR: work },
  });
  return { tar: child.stdout, done: follow(child, onStage), stop: () => void child.kill(endSignal()) };
}

const isRoot = (): boolean => process.geteuid?.() === 0;
/** Root's build goes with its namespaces; that of others clears its own when it is asked to end. */
const endSignal = (): 'SIGKILL' | 'SIGTERM' => (isRoot() ? 'SIGKILL' : 'SIGTERM');

/**
 * What binds a build to this process, however that ends. Root's build gets namespaces of its own, so that its programs and mounts
 * end with it; others' builds have them anyway.
 */
async function boundTo(): Promise<string[]> {
  if (await isMissing('mmdebstrap')) return [];
  const bound = ['setpriv', '--pdeathsig', endSignal().slice(3), '--'];
  const apart = ['unshare', '--mount', '--pid', '--fork', '--mount-proc', '--kill-child=KILL', '--'];
  if (!isRoot()) return (await works([...bound, 'true'])) ? bound : [];
  return (await works([...bound, ...apart, 'true'])) ? [...bound, ...apart] : [];
}

const works = async (words: readonly string[]): Promise<boolean> => {
  const [program = '', ...others] = words;
  return once(spawn(program, others, { stdio: 'ignore' }), 'close').then(
    ([code]) => code === 0,
    () => false,
  );
};

/** Whether there is no such program: one that wraps it would say so in words of its own. */
const isMissing = async (program: string): Promise<boolean> =>
  once(spawn(program, ['--version'], { stdio: 'ignore' }), 'close').then(
    () => false,
    () => true,
  );

async function follow(child: ChildProcess, onStage: (stage: Stage) => void): Promise<void> {
  const words: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
      words.push(line.trim());
      if (words.length > 200) words.shift();
      const stage = stages.find(([form]) => form.test(line))?.[1];
      if (stage !== undefined) onStage(stage);
    }
  });
  const [code] = await once(child, 'close').catch((error: unknown) => {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new BootstrapFailure(error instanceof Error ? error.message : String(error), missing);
  });
  if (code === 0) return;
  const faults = words.filter((line) => /^E:|error|unable/i.test(line));
  throw new BootstrapFailure((faults.length > 0 ? faults : words).slice(-4).join('; '));
}

async function suiteHere(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1] ?? 'stable';
}

/** The machine's own sources of its distribution; those of others' packages are theirs to fail. */
async function sourcesHere(): Promise<string[]> {
  const found: string[] = [];
  for (const name of ['sources.list', 'sources.list.d/debian.sources', 'sources.list.d/ubuntu.sources']) {
    const path = join('/etc/apt', name);
    const size = (await lstat(path).catch(() => undefined))?.size ?? 0;
    if (size > 0 && /^\s*(deb|Types:)\s/m.test(await readFile(path, 'utf8'))) found.push(path);
  }
  return found;
}
