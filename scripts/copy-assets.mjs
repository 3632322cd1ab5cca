// Copies what tsc leaves behind: the SQL migrations. Writes only what changed, as tsc does: whoever may read a built clone may
// start it.
import { cpSync, readFileSync, statSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const migrations = 'database/migrations';
cpSync(new URL(`server/src/${migrations}`, root), new URL(`server/dist/${migrations}`, root), {
  recursive: true,
  filter: (from, to) => statSync(from).isDirectory() || !isSame(from, to),
});

function isSame(from, to) {
  try {
    return readFileSync(from).equals(readFileSync(to));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
