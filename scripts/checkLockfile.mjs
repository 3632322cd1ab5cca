// Holds the lockfiles to three rules: they name no registry host, they list the optional packages of every platform, and no
// package of theirs needs a newer Node.js than the oldest that the project runs on.
// npm leaves out those that it could not look up when the file was written, and then "npm ci" refuses the file elsewhere.
// `--fix` adds what is missing, by the platform that a package's name tells; npm fills in the rest when it can.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const oldestNode = numbersOf(engines.node);
const files = ['package-lock.json', 'conformance/package-lock.json'];
const problems = files.flatMap(checkLockfile);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);

function checkLockfile(file) {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const lockfile = JSON.parse(readFileSync(path, 'utf8'));
  const hosts = Object.entries(lockfile.packages).filter(([, entry]) =>
    /^[a-z+]+:/.test(entry.resolved ?? ''),
  );
  const missing = Object.values(lockfile.packages).flatMap((parent) =>
    Object.entries(parent.optionalDependencies ?? {})
      .filter(([name]) => lockfile.packages[`node_modules/${name}`] === undefined)
      .map(([name, version]) => ({ name, version, parent })),
  );
  if (process.argv.includes('--fix') && missing.length > 0) {
    for (const entry of missing) lockfile.packages[`node_modules/${entry.name}`] = describe(entry);
    const sorted = Object.entries(lockfile.packages).sort(([left], [right]) => (left < right ? -1 : 1));
    writeFileSync(
      path,
      `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
    );
    process.stdout.write(`${file}: added ${missing.map(({ name }) => name).join(', ')}\n`);
    missing.length = 0;
  }
  const newer = Object.entries(lockfile.packages).filter(
    ([, { engines: needed }]) => needed?.node !== undefined && !isFulfilled(needed.node),
  );
  return [
    ...newer.map(
      ([name, { engines: needed }]) =>
        `${file}: ${name} needs Node.js ${needed.node}, and the project runs on ${oldestNode.join('.')}; use an older one`,
    ),
    ...hosts.map(([name, { resolved }]) => `${file}: ${name} names a host: ${resolved}`),
    ...missing.map(({ name }) => `${file}: ${name} is missing; run: node scripts/checkLockfile.mjs --fix`),
  ];
}

function describe({ name, version, parent }) {
  const part = name.slice(name.indexOf('/') + 1);
  const cpu = /(arm64|arm|x64|ia32|ppc64|riscv64|s390x|loong64|mips64el)/.exec(part);
  const os = /(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)/.exec(part);
  if (cpu === null || os === null) throw new Error(`The platform of ${name} cannot be told from its name.`);
  const libc =
    os[1] !== 'linux' ? [] : part.includes('musl') ? ['musl'] : part.includes('gnu') ? ['glibc'] : [];
  return {
    version,
    cpu: [cpu[1]],
    ...(parent.dev && { dev: true }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    os: [os[1]],
    ...(parent.engines && { engines: parent.engines }),
  };
}

/** Whether the oldest Node.js is in a range as npm writes it. */
function isFulfilled(range) {
  return range
    .split('||')
    .some((part) =>
      [...part.matchAll(/([<>=^~]*)\s*([\d.x*]+)/g)].every(([, sign, text]) => fits(sign, text)),
    );
}

function fits(sign, text) {
  const wanted = numbersOf(text);
  const order = oldestNode.map((number, at) => number - wanted[at]).find((each) => each !== 0) ?? 0;
  const given = text.split('.').filter((each) => /^\d+$/.test(each)).length;
  const isSame = (count) => wanted.slice(0, count).every((number, at) => number === oldestNode[at]);
  if (sign === '>=') return order >= 0;
  if (sign === '>') return order > 0;
  if (sign === '<') return order < 0;
  if (sign === '<=') return order <= 0;
  if (sign === '^') return order >= 0 && isSame(1);
  if (sign === '~') return order >= 0 && isSame(Math.min(given, 2));
  return isSame(given);
}

function numbersOf(text) {
  const given = (/[\d.x*]+/.exec(text)?.[0] ?? '').split('.').map(Number);
  return [0, 1, 2].map((at) => given[at] || 0);
}
