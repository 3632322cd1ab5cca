import { writeFile } from 'node:fs/promises';
import { describeFigures } from './describeFigures.js';
import { readArguments } from './readArguments.js';
import { runBench } from './runBench.js';
import { writeTable } from './table.js';

const wanted = readArguments(process.argv.slice(2));
if (typeof wanted === 'string') {
  process.stderr.write(`${wanted}\n`);
  process.exit(2);
}

const begun = performance.now();
const figures = await runBench(wanted, (text) => process.stderr.write(`${text}\n`));
const seconds = Math.round((performance.now() - begun) / 1000);
const lines = describeFigures(figures);
const missed = lines.filter((line) => line.met === false).length;
process.stdout.write(`${writeTable(lines)}\n\n${missed} aims missed; measured in ${seconds} s\n`);
if (wanted.json !== undefined)
  await writeFile(wanted.json, `${JSON.stringify({ quick: wanted.quick, seconds, figures }, null, 2)}\n`);
