import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { homeDirectory } from '@deskplane/server/system/systemUsers.js';
import { printable } from '@deskplane/verify/text/printable.js';
import { exitCodes, Failure } from '../failure.js';
import { type Bootstrap, BootstrapFailure, bootstrap, type Stage } from '../images/bootstrap.js';
import { openBuildPlace } from '../images/buildPlace.js';
import { BadFolder, type ImageFolder, readImageFolder } from '../images/readImageFolder.js';
import { writeOciArchive } from '../images/writeOciArchive.js';
import type { Session } from '../session.js';
import { formatBytes } from '../text/formatBytes.js';
import { formatDuration } from '../text/formatDuration.js';
import { importImage, requireImageName, requireImageStore, whyUnreadable } from './importImage.js';

/** The folder that comes with Deskplane. */
export const readyMade = fileURLToPath(new URL('../../../images/desktop', import.meta.url));

export interface BuildOptions {
  readonly name: string;
  readonly folder: string;
  /** Where what is built stays for the next time; undefined: the user's cache. */
  readonly cache: string | undefined;
}

/**
 * `deskplane image build`: makes an archive of the folder, unless the cache has it, and imports it. Given again after a break, it goes
 * on with the packages, the archive and the upload that are there.
 */
export async function buildImage(session: Session, options: BuildOptions): Promise<void> {
  const { terminal } = session;
  requireImageName(session, options.name);
  await requireImageStore(session);
  const folder = await openFolder(session, options.folder);
  const cache =
    options.cache ?? join(process.env['XDG_CACHE_HOME'] ?? join(homeDirectory(), '.cache'), 'deskplane');
  const archive = join(cache, 'images', `${folder.digest.slice(0, 32)}.tar`);
  await mkdir(join(cache, 'images'), { recursive: true, mode: 0o700 });
  if (await isThere(archive)) terminal.note(terminal.messages.image.builtBefore);
  else await build(session, folder, { archive, cache });
  await importImage(session, {
    name: options.name,
    file: archive,
    memoryMiB: folder.memoryMiB,
    diskGiB: folder.diskGiB,
  });
}

async function openFolder({ terminal }: Session, folder: string): Promise<ImageFolder> {
  try {
    return await readImageFolder(folder);
  } catch (error) {
    if (!(error instanceof BadFolder)) throw error;
    const words = terminal.messages.image.badFolder(
      printable(error.file),
      whyUnreadable(error.cause ?? error, terminal.messages),
    );
    throw new Failure(exitCodes.usage, words);
  }
}

async function build(
  session: Session,
  folder: ImageFolder,
  { archive, cache }: { readonly archive: string; readonly cache: string },
): Promise<void> {
  const { terminal } = session;
  const words = terminal.messages.image;
  await dropOlder(join(cache, 'images'));
  const began = performance.now();
  let stage: Stage = 'download';
  let packed = 0;
  const tell = (): void => {
    const passed = performance.now() - began;
    const size = stage === 'finish' && packed > 0 ? `, ${formatBytes(packed)}` : '';
    if (!session.json && passed > 2000)
      terminal.progress(`${words.stages[stage]} (${formatDuration(passed, terminal.language)}${size})`);
  };
  // Listened to from before there is anything to clear.
  const cut = new AbortController();
  const onSignal = (): void => cut.abort();
  for (const signal of endings) process.on(signal, onSignal);
  const timer = setInterval(tell, 1000);
  const part = `${archive}.part`;
  try {
    const place = await openBuildPlace();
    try {
      const places = { debs: join(cache, 'packages'), work: place.dir };
      const making = await bootstrap(folder, places, (next) => {
        stage = next;
      });
      const writing = writeOciArchive(part, making.tar, (bytes) => {
        packed = bytes;
      });
      await untilStopped(cut.signal, making, writing);
      cut.signal.throwIfAborted();
      // It has its name only once the root in it was made to its end.
      await rename(part, archive);
    } finally {
      await place.clear();
    }
  } catch (error) {
    await dropOlder(join(cache, 'images'));
    throw cut.signal.aborted ? new Failure(exitCodes.interrupted, words.cut) : explained(session, error);
  } finally {
    for (const signal of endings) process.off(signal, onSignal);
    clearInterval(timer);
    terminal.endProgress();
  }
}

function explained({ terminal }: Session, error: unknown): unknown {
  if (!(error instanceof BootstrapFailure)) return error;
  const words = terminal.messages.image;
  const said = error.isMissing ? words.noBootstrap : words.notBuilt(printable(error.message));
  return new Failure(exitCodes.failed, said);
}

/** Waits for both halves of a build. A signal, a broken half and the end of this process end the other one, too. */
async function untilStopped(cut: AbortSignal, making: Bootstrap, writing: Promise<void>): Promise<void> {
  const stop = (): void => making.stop();
  // A reader who went away ends this process at once: the next build clears what is left.
  process.once('exit', stop);
  cut.addEventListener('abort', stop);
  if (cut.aborted) stop();
  try {
    await Promise.all([making.done, writing]);
  } catch (error) {
    stop();
    await Promise.allSettled([making.done, writing]);
    throw error;
  } finally {
    process.off('exit', stop);
  }
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One archive is kept: that of the last build; what a cut build wrote goes, too. */
async function dropOlder(dir: string): Promise<void> {
  for (const name of await readdir(dir)) await rm(join(dir, name), { force: true });
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
