// Holds the lockfiles to two rules: they name no registry host, and they list the optional packages of every platform.
// npm leaves out those that it could not look up when the file was written, and then "npm ci" refuses the file elsewhere.
// `--fix` adds what is missing, by the platform that a package's name tells; npm fills in the rest when it can.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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
  return [
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
