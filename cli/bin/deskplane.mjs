#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new URL('../dist/main.js', import.meta.url);
const { main } = existsSync(fileURLToPath(compiled))
  ? await load()
  : refuse(existsSync(new URL('../../node_modules', import.meta.url)));
process.exit(await main(process.argv.slice(2), process.env));

async function load() {
  try {
    return await import(compiled.href);
  } catch (error) {
    // Compiled once, but the packages that it needs, or parts of it, are gone.
    if (error.code === 'ERR_MODULE_NOT_FOUND') return refuse(false);
    throw error;
  }
}

/**
 * Nothing compiled can be used here, so the words are here, too.
 * @param packages whether those that it takes to build are there
 */
function refuse(packages) {
  const clone = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
  const quoted = /^[\w./-]+$/.test(clone) ? clone : `'${clone.replaceAll("'", `'\\''`)}'`;
  const npm = existsSync('.') && process.cwd() === clone ? 'npm' : `npm --prefix ${quoted}`;
  const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');
  // It starts a service of its own, and its other exit codes are those of the program that it runs.
  const runs = process.argv[2] === 'run';
  const build = packages ? `${npm} run build` : `${npm} ci && ${npm} run build`;
  const [en, zh, typed] = runs
    ? ['Build it', '构建', build]
    : ['Build it and start the service', '构建并启动服务', `${npm} start`];
  process.stderr.write(
    chinese ? `deskplane：尚未构建。${zh}：${typed}\n` : `deskplane: not built yet. ${en} with: ${typed}\n`,
  );
  process.exit(runs ? 125 : 1);
}
