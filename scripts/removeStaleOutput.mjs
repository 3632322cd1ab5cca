// node scripts/removeStaleOutput.mjs PACKAGE: removes from PACKAGE/dist what was compiled from sources that are gone. tsc leaves it
// behind, and it must not be packed.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL(`../${process.argv[2]}/`, import.meta.url));
for (const name of readdirSync(join(directory, 'dist'), { recursive: true, encoding: 'utf8' })) {
  const source = name.replace(/(?:\.d\.ts|\.js)(?:\.map)?$/, '.ts');
  if (source !== name && !existsSync(join(directory, 'src', source))) rmSync(join(directory, 'dist', name));
}
