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
import { takeTurn } from '../setup/lockDirectory.mjs';
import { checkBuild } from './checkBuild.mjs';
import { hashInputs } from './hashInputs.mjs';
import { packBuild } from './packBuild.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A folder per build, named after the hash of its inputs; `current`, a link to the one in use; `state.json`, what goes on. */
const place = join(root, 'console/built');

/**
 * Builds the console from what is in the clone. One at a time in a clone; nothing is done where nothing changed. The build before
 * is kept, as pages that are open still ask for its files.
 * @returns {Promise<{ state: 'ready' | 'failed', built: boolean, message: string }>} a failure is also left in `state.json`
 */
export async function buildConsole() {
  mkdirSync(place, { recursive: true, mode: 0o755 });
  const release = await takeTurn(place);
  try {
    const hash = hashInputs(root);
    if (currentBuild() === hash && existsSync(join(place, hash, 'files.json'))) {
      rmSync(join(place, 'state.json'), { force: true });
      return { state: 'ready', built: false, message: 'The console is up to date.' };
    }
    const since = new Date().toISOString();
    tell({ state: 'building', since, message: 'The console is being built.' });
    const outcome = await makeBuild(hash);
    if (outcome.state === 'ready') rmSync(join(place, 'state.json'), { force: true });
    else tell({ state: 'failed', since, message: outcome.message });
    return outcome;
  } finally {
    release();
  }
}

async function makeBuild(hash) {
  // Left behind by a build that was killed: builds take turns, so nobody is at it.
  for (const name of readdirSync(place))
    if (name.startsWith('.making-')) rmSync(join(place, name), { recursive: true });
  const making = join(place, `.making-${process.pid}`);
  const startedAt = performance.now();
  try {
    const { build } = await import('vite');
    const { viteConfig } = await import('./viteConfig.mjs');
    await build(viteConfig(making));
    const size = checkBuild(making);
    packBuild(making);
    rmSync(join(place, hash), { recursive: true, force: true });
    renameSync(making, join(place, hash));
    const before = currentBuild();
    switchTo(hash);
    removeAllBut([hash, before]);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    return {
      state: 'ready',
      built: true,
      message: `Built the console in ${seconds} s; its first load is ${Math.round(size / 1000)} kB.`,
    };
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    return { state: 'failed', built: false, message: `The console was not built: ${error.message}` };
  }
}

/** The name of the build in use; undefined: none. */
function currentBuild() {
  try {
    return readlinkSync(join(place, 'current'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function switchTo(hash) {
  const link = join(place, `.making-link-${process.pid}`);
  symlinkSync(hash, link);
  renameSync(link, join(place, 'current'));
}

function removeAllBut(kept) {
  for (const name of readdirSync(place))
    if (/^[0-9a-f]{16}$/.test(name) && !kept.includes(name)) rmSync(join(place, name), { recursive: true });
}

function tell(state) {
  const file = join(place, 'state.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`, { mode: 0o644 });
  renameSync(`${file}.new`, file);
}
