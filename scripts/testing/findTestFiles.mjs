import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Folders with tests beside the code, and where their compiled form is. */
const places = [
  { source: 'verify/src', compiled: 'verify/dist' },
  { source: 'server/src', compiled: 'server/dist' },
  { source: 'server/engine-host/src', compiled: 'server/engine-host/dist' },
  { source: 'cli/src', compiled: 'cli/dist' },
  { source: 'console/tests', compiled: 'console/tests/dist' },
  { source: 'simulation/src', compiled: 'simulation/dist' },
];

/** Tests as root that keep to an engine host of their own, whose names on the machine nobody else has: they run beside each other. */
const ownEngineHost = [
  'server/engine-host/src/',
  'server/src/engines/local/',
  'server/src/screens/',
  'server/src/deletion/crash/',
];

/**
 * The test files of the project. Found by their sources, so that a compiled test whose source is gone is not run.
 * @returns {{ source: string, compiled: string, needsRoot: boolean, sharesMachine: boolean,
 *   takesLong: boolean, needsQuiet: boolean }[]} paths; `source` relative to the root
 */
export function findTestFiles(root) {
  return places.flatMap(({ source, compiled }) => {
    const directory = join(root, source);
    if (!existsSync(directory)) return [];
    return readdirSync(directory, { recursive: true })
      .filter((name) => name.endsWith('.test.ts'))
      .sort((left, right) => (left < right ? -1 : 1))
      .map((name) => ({
        source: relative(root, join(directory, name)),
        compiled: join(root, compiled, name.replace(/\.ts$/, '.js')),
        needsRoot: name.endsWith('.root.test.ts'),
        sharesMachine:
          name.endsWith('.root.test.ts') &&
          !ownEngineHost.some((folder) => join(source, name).startsWith(folder)),
        takesLong: name.includes('.long.'),
        needsQuiet: name.includes('.alone.'),
      }));
  });
}
