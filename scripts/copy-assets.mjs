// Copies what tsc leaves behind, the SQL migrations, and removes those that are no longer there: the service would run them.
// Writes only what changed, as tsc does: whoever may read a built clone may start it.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const migrations = 'database/migrations/';
const source = new URL(`server/src/${migrations}`, root);
const target = new URL(`server/dist/${migrations}`, root);

cpSync(source, target, {
  recursive: true,
  filter: (from, to) => statSync(from).isDirectory() || !isSame(from, to),
});
for (const name of readdirSync(target)) {
  if (!existsSync(new URL(name, source))) rmSync(new URL(name, target));
}

function isSame(from, to) {
  try {
    return readFileSync(from).equals(readFileSync(to));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
