// Copies what tsc leaves behind, the SQL migrations, and removes those that are no longer there: the service would run them.
// Puts packages in many small modules together (setup/bundlePackages.mjs). Writes only what changed, as tsc does: whoever may read a built clone may start it.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundlePackages } from './setup/bundlePackages.mjs';

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

await bundlePackages(fileURLToPath(root));

function isSame(from, to) {
  try {
    return readFileSync(from).equals(readFileSync(to));
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
