import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { takeTurn } from '../setup/lockDirectory.mjs';
import { checkBuild } from './checkBuild.mjs';
import { hashInputs } from './hashInputs.mjs';
import { packBuild } from './packBuild.mjs';
import { writeOperations } from './writeOperations.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds the console into its folder `built`: a folder per build, named after the hash of its inputs; `current`, a link to the one in
 * use; `state.json`, what goes on. One at a time in a clone; nothing is done where nothing changed. The build before
 * is kept, as pages that are open still ask for its files.
 * @returns {Promise<{ state: 'ready' | 'failed', message: string }>} a failure is also left in `state.json`
 */
export async function buildConsole(folder = join(root, 'console')) {
  const place = join(folder, 'built');
  mkdirSync(place, { recursive: true, mode: 0o755 });
  const release = await takeTurn(place);
  try {
    const message = await buildIfChanged(folder, place);
    rmSync(join(place, 'state.json'), { force: true });
    return { state: 'ready', message };
  } catch (error) {
    const message = `The console was not built: ${stripVTControlCharacters(error.message).trim()}`;
    tell(place, { state: 'failed', message });
    return { state: 'failed', message };
  } finally {
    release();
  }
}

async function buildIfChanged(folder, place) {
  await writeOperations();
  const hash = hashInputs(root, folder);
  if (currentBuild(place) === hash && existsSync(join(place, hash, 'files.json')))
    return 'The console is up to date.';
  tell(place, { state: 'building', message: 'The console is being built.' });
  const startedAt = performance.now();
  const size = await makeBuild(folder, place, hash);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return `Built the console in ${seconds} s; its first load is ${Math.round(size / 1000)} kB.`;
}

/** @returns the size of the first load in bytes */
async function makeBuild(folder, place, hash) {
  // Left behind by a build that was killed: builds take turns, so nobody is at it.
  for (const name of readdirSync(place))
    if (name.startsWith('.making-')) rmSync(join(place, name), { recursive: true });
  const making = join(place, `.making-${process.pid}`);
  try {
    const { build } = await import('vite');
    const { viteConfig } = await import('./viteConfig.mjs');
    await build(viteConfig(folder, making));
    const size = checkBuild(making);
    packBuild(making);
    rmSync(join(place, hash), { recursive: true, force: true });
    renameSync(making, join(place, hash));
    const before = currentBuild(place);
    switchTo(place, hash);
    removeAllBut(place, [hash, before]);
    return size;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** The name of the build in use; undefined: none. */
function currentBuild(place) {
  try {
    return readlinkSync(join(place, 'current'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function switchTo(place, hash) {
  const link = join(place, `.making-link-${process.pid}`);
  symlinkSync(hash, link);
  renameSync(link, join(place, 'current'));
}

function removeAllBut(place, kept) {
  for (const name of readdirSync(place))
    if (/^[0-9a-f]{16}$/.test(name) && !kept.includes(name)) rmSync(join(place, name), { recursive: true });
}

function tell(place, state) {
  const file = join(place, 'state.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...state, since: new Date().toISOString() })}\n`, {
    mode: 0o644,
  });
  renameSync(`${file}.new`, file);
}
