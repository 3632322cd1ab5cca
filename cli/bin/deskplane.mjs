#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const compiled = new URL('../dist/main.js', import.meta.url);
if (!existsSync(fileURLToPath(compiled))) {
  const chinese = /^zh/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '');
  process.stderr.write(
    chinese
      ? 'Deskplane 尚未构建。请先在其目录中运行 npm start。\n'
      : 'Deskplane is not built yet. Run "npm start" in its directory first.\n',
  );
  process.exit(1);
}
const { main } = await import(compiled.href);
process.exit(await main(process.argv.slice(2), process.env));
