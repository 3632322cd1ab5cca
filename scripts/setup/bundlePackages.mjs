import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Packages that come as hundreds of small modules, with what of them is imported. Node.js takes some 0.6 ms of processor time for each
 * module, and every service, command and test file loads them.
 */
const packages = {
  kysely: { '.': 'kysely', './helpers/postgres': 'kysely/helpers/postgres' },
  typebox: { '.': 'typebox', './value': 'typebox/value' },
};
/** Counted up when this file makes something else of the same packages. */
const form = 3;

/**
 * Puts the packages that come in many small modules beside the compiled server as a few files each, where they are found before those
 * that npm installed. The code is the same. Does nothing where that was done for the same versions,
 * and leaves the installed ones in use where it cannot be done: they are slower to load, and no worse otherwise.
 */
export async function bundlePackages(root) {
  const place = join(root, 'server/dist/node_modules');
  const stamp = join(place, '.made-from');
  const wanted = describe(root);
  if (wanted === undefined || read(stamp) === wanted) return;
  const making = join(root, 'server/dist', `.making-${process.pid}`);
  try {
    // Vite is there for the console.
    const { build } = await import('vite');
    for (const [name, entries] of Object.entries(packages))
      await bundle(build, { name, entries, folder: join(making, name), home: join(place, name) });
    writeFileSync(join(making, '.made-from'), wanted);
    rmSync(place, { recursive: true, force: true });
    renameSync(making, place);
  } catch (error) {
    // Those of other versions must not be used; another build may have made the right ones meanwhile.
    if (read(stamp) === wanted) return;
    rmSync(place, { recursive: true, force: true });
    process.stderr.write(`The packages of the server stay in many files: ${error.message}\n`);
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}

/** @param task what to make in `folder`; it is moved to `home` in the end */
async function bundle(build, { name, entries, folder, home }) {
  const sources = Object.entries(entries).map(([path, specifier]) => ({
    path,
    file: fileNameOf(path),
    specifier,
    source: fileURLToPath(import.meta.resolve(specifier)),
  }));
  await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: 'error',
    root: folder,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(sources.map(({ file, source }) => [file, source])),
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
      },
    },
  });
  // The compiler looks for the types where the code is.
  for (const { file, specifier, source } of sources) {
    const from = JSON.stringify(relative(home, source));
    const installed = await import(specifier);
    const made = await import(pathToFileURL(join(folder, `${file}.js`)).href);
    if (Object.keys(made).join() !== Object.keys(installed).join())
      throw new Error(`${specifier} exports other names once it is put together`);
    const byDefault = 'default' in installed ? `export { default } from ${from};\n` : '';
    writeFileSync(join(folder, `${file}.d.ts`), `export * from ${from};\n${byDefault}`);
  }
  const exports = Object.fromEntries(
    sources.map(({ path, file }) => [path, { types: `./${file}.d.ts`, default: `./${file}.js` }]),
  );
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name, type: 'module', exports })}\n`);
}

/** The name of the file for what is imported by that path of the package. */
function fileNameOf(path) {
  return path === '.' ? 'index' : path.slice(2).replaceAll('/', '-');
}

/** What the bundles depend on; undefined: not all packages are installed. */
function describe(root) {
  const versions = [];
  for (const name of Object.keys(packages)) {
    const installed = read(join(root, 'node_modules', name, 'package.json'));
    if (installed === undefined) return undefined;
    versions.push(`${name} ${JSON.parse(installed).version}`);
  }
  return [form, ...versions, JSON.stringify(packages)].join('\n');
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
