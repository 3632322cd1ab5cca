import { isThere, listFiles, readText } from './projectFiles.mjs';

/** What ARCHITECTURE.md says of files, loops, processes, packages and the port that is not so. */
export function findArchitectureFaults(root) {
  const page = readText(root, 'ARCHITECTURE.md');
  return [
    ...missingFiles(root, page),
    ...differences('the loops', loopsOf(root), columnOf(page, 'Loop')),
    ...differences('the processes', processesOf(root), columnOf(page, 'Process').map(plain)),
    ...wrongPort(root, page),
    ...unexplainedPackages(root, page),
  ].map((fault) => `ARCHITECTURE.md: ${fault}`);
}

function missingFiles(root, page) {
  const files = listFiles(root);
  const named = [...page.matchAll(/`([\w.*-]+(?:\/[\w.*-]*)+|[\w.-]+\.(?:ts|mjs|md|json))`/g)].map(
    ([, path]) => path,
  );
  const linked = [...page.matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g)].map(([, path]) => path);
  // A name without a folder, such as routes.ts, is that of many.
  const known = (path) =>
    isThere(files, path) || (!path.includes('/') && files.some((file) => file.endsWith(`/${path}`)));
  return [...named, ...linked].filter((path) => !known(path)).map((path) => `there is no ${path}`);
}

/** The names of the loops that app.ts starts. */
function loopsOf(root) {
  const app = readText(root, 'server/src/app.ts');
  return [...app.matchAll(/\b(?:run|startWorkLoop)\(\s*(create\w+)\(/g)].map(([, create]) => {
    const [, from] =
      new RegExp(`import \\{[^}]*\\b${create}\\b[^}]*\\} from '\\./(.*)\\.js'`).exec(app) ?? [];
    const [, name] = /return \{\s*name: '([^']+)'/.exec(readText(root, `server/src/${from}.ts`)) ?? [];
    return name ?? `${create}, which has no name`;
  });
}

/** The supervisor, and the processes that it keeps running. */
function processesOf(root) {
  const text = readText(root, 'server/src/supervisor/supervise.ts');
  const kept = [...text.matchAll(/keepRunning\(\{ name: '([^']+)'/g)].map(([, name]) => name);
  return ['supervisor', ...kept.map((name) => name.replace(/^The /, ''))];
}

function wrongPort(root, page) {
  const [, port] =
    /'DESKPLANE_PORT',\s+default: '(\d+)'/.exec(readText(root, 'server/src/config/configKeys.ts')) ?? [];
  return page.includes(`port ${port} (\`DESKPLANE_PORT\`)`) ? [] : [`the port is ${port}`];
}

/** Packages that are installed without a line that says why. */
function unexplainedPackages(root, page) {
  const tables = page.slice(page.indexOf('## Dependencies'));
  const reasons = [...tables.matchAll(/^\| ([^|]*) \|/gm)].map(([, names]) => names).join(' ');
  return ['package.json', 'server/package.json', 'cli/package.json', 'verify/package.json']
    .map((path) => JSON.parse(readText(root, path)))
    .flatMap((read) =>
      Object.keys({ ...read.dependencies, ...read.devDependencies, ...read.optionalDependencies }),
    )
    .filter((name) => !name.startsWith('@deskplane/') && !hasWord(reasons, name.replace(/-arm64$/, '-x64')))
    .map((name) => `no reason is given for ${name}`);
}

const hasWord = (text, word) => new RegExp(`(?<![\\w@/-])${word}(?![\\w/-])`).test(text);

/** The first column of the table that is headed so. */
function columnOf(page, head) {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((row) => row.split('|')[1].trim());
}

const plain = (cell) => cell.replace(/ \(.*$/, '');

function differences(what, real, told) {
  return [
    ...real.filter((name) => !told.includes(name)).map((name) => `${what} lack "${name}"`),
    ...told.filter((name) => !real.includes(name)).map((name) => `${what} have "${name}", which is none`),
  ];
}
