// Starts the service of a clone that only root may enter. Run in a mount namespace of its own: the clone is shown a second
// time at a place that every user may pass through, and the service is loaded from there. So it can still load its code
// when it is no longer root (libraries do so late), and nobody outside this namespace sees anything changed.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runOrThrow } from '../system/runCommand.js';

const [cloneDir, place, program] = process.argv.slice(2);
if (cloneDir === undefined || place === undefined || program === undefined) {
  throw new Error('Usage: launchBehindBarrier CLONE PLACE PROGRAM');
}
await runOrThrow('mount', ['--bind', '-o', 'ro', '--', cloneDir, place]);
// The code reads its environment and its channel as if it had been started directly.
await import(pathToFileURL(join(place, program)).href);
