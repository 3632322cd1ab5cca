#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new URL('../dist/main.js', import.meta.url);
const { main } = existsSync(fileURLToPath(compiled)) ? await load() : refuse();
process.exit(await main(process.argv.slice(2), process.env));

async function load() {
  try {
    return await import(compiled.href);
  } catch (error) {
    // Compiled once, but the packages that it needs, or parts of it, are gone.
    if (error.code === 'ERR_MODULE_NOT_FOUND') return refuse();
    throw error;
  }
}

/** Nothing compiled can be used here, so the words are here, too. */
function refuse() {
  const clone = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
  const quoted = /^[\w./-]+$/.test(clone) ? clone : `'${clone.replaceAll("'", `'\\''`)}'`;
  const start = process.cwd() === clone ? 'npm start' : `npm --prefix ${quoted} start`;
  const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');
  process.stderr.write(
    chinese
      ? `deskplane：尚未构建。构建并启动服务：${start}\n`
      : `deskplane: not built yet. Build it and start the service with: ${start}\n`,
  );
  process.exit(1);
}
