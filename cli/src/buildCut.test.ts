import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startTestService, type TestService } from '@deskplane/server/testing/startTestService.js';
import { waitUntil } from '@deskplane/server/testing/waitUntil.js';
import { openBuildPlace } from './images/buildPlace.js';
import { type Deskplane, deskplanePath, prepareDeskplane } from './testing/runDeskplane.js';

/** Works in its directory for ever, as the real one does while it downloads. */
const slowBootstrap = `#!/bin/sh
[ "$1" = --version ] && exit 0
mkdir "$TMPDIR/mmdebstrap.root"
echo "I: downloading packages" >&2
echo $$ >"$TMPDIR/pid"
exec sleep 1000
`;

describe('an image build that is cut', () => {
  let service: TestService;
  let deskplane: Deskplane;
  let takes = true;
  let directory: string;
  before(async () => {
    const images = {
      addPiece: async () => 0,
      import: () => Promise.reject(new Error('nothing is built here')),
      remove: async () => undefined,
    };
    service = await startTestService({
      engine: (engine) =>
        Object.defineProperty({ ...engine }, 'images', { get: () => (takes ? images : undefined) }),
    });
    deskplane = await prepareDeskplane(service.credentials);
  });
  after(async () => {
    await deskplane?.remove();
    await service?.remove();
  });
  beforeEach(async (context) => {
    takes = true;
    directory = await mkdtemp(join(tmpdir(), 'deskplane-cut-'));
    if ('after' in context) context.after(() => rm(directory, { recursive: true, force: true }));
    await mkdir(join(directory, 'bin'));
    await writeFile(join(directory, 'bin/mmdebstrap'), slowBootstrap);
    await chmod(join(directory, 'bin/mmdebstrap'), 0o755);
  });

  const places = async (): Promise<string[]> => {
    const home = (await readdir(directory)).find((name) => name.startsWith('deskplane-build-'));
    return home === undefined
      ? []
      : (await readdir(join(directory, home))).map((name) => join(directory, home, name));
  };
  const archives = (): Promise<string[]> => readdir(join(directory, 'cache/images'));

  function start() {
    const words = ['image', 'build', 'desktop', '--cache', join(directory, 'cache')];
    const { PATH } = process.env;
    return spawn(process.execPath, [deskplanePath, ...words], {
      env: {
        PATH: `${directory}/bin:${PATH}`,
        TMPDIR: directory,
        LANG: 'C.UTF-8',
        DESKPLANE_CREDENTIALS: deskplane.credentialsPath,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  /** Once the child works. */
  async function atWork(): Promise<void> {
    await waitUntil(async () => {
      const [place = ''] = await places();
      return (await readFile(join(place, 'pid'), 'utf8').catch(() => '')) !== '';
    }, 'the build works');
  }
  /** Processes that have the build's directory in their environment. */
  async function working(): Promise<string[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const found = await Promise.all(
      pids.map(async (pid) => {
        const text = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
        return text.includes(`TMPDIR=${directory}/deskplane-build-`) ? [pid] : [];
      }),
    );
    return found.flat();
  }

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`by ${signal} leaves no program, no directory and no part of an archive`, async () => {
      const child = start();
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      await atWork();
      child.kill(signal);
      const [code] = await once(child, 'close');
      assert.equal(code, 130, stderr);
      assert.match(stderr, /the build was stopped/);
      assert.deepEqual([await working(), await places(), await archives()], [[], [], []]);
    });
  }

  it('by a signal that comes before its programs work leaves nothing either', async () => {
    const early = '#!/bin/sh\n[ "$1" = --version ] && kill -INT $PPID && exit 0\nexec sleep 1000\n';
    await writeFile(join(directory, 'bin/mmdebstrap'), early);
    const child = start();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = await once(child, 'close');
    assert.equal(code, 130, stderr);
    assert.match(stderr, /the build was stopped/);
    assert.deepEqual([await working(), await places(), await archives()], [[], [], []]);
  });

  it('by a kill ends with its programs, and the next build clears what it left', async () => {
    const child = start();
    await atWork();
    child.kill('SIGKILL');
    await waitUntil(async () => (await working()).length === 0, 'the programs of the build are gone');
    assert.equal((await places()).length, 1);
    const next = await openBuildPlace(directory);
    assert.deepEqual(await places(), [next.dir], 'that of this living process only');
    const other = await openBuildPlace(directory);
    assert.deepEqual((await places()).toSorted(), [next.dir, other.dir].toSorted());
    await next.clear();
    await other.clear();
  });

  it('works in no directory that somebody else put there', async () => {
    const home = join(directory, `deskplane-build-${process.geteuid?.()}`);
    await symlink('/var', home);
    await assert.rejects(openBuildPlace(directory), /is not a directory that only its user can change/);
    await rm(home);
    await mkdir(home);
    await chmod(home, 0o777);
    await assert.rejects(openBuildPlace(directory), /is not a directory that only its user can change/);
  });

  it('never begins where the engine takes no images', async () => {
    takes = false;
    const child = start();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const [code] = await once(child, 'close');
    assert.equal(code, 1);
    assert.match(stderr, /DPL\.0501/);
    assert.deepEqual(await places(), []);
  });
});
