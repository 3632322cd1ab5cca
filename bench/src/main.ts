import { writeFile } from 'node:fs/promises';
import { describeFigures } from './describeFigures.js';
import { describeDesktops } from './desktops/describeDesktops.js';
import { measureDesktops } from './desktops/measureDesktops.js';
import { endedBySignals, Interrupted } from './endedBySignals.js';
import { createInterruption } from './interruption.js';
import { readArguments } from './readArguments.js';
import { runBench } from './runBench.js';
import { writeTable } from './table.js';

const wanted = readArguments(process.argv.slice(2));
if (typeof wanted === 'string') {
  process.stderr.write(`${wanted}\n`);
  process.exit(2);
}

const { json, quick } = wanted;
const begun = performance.now();
const progress = (text: string) => process.stderr.write(`${text}\n`);
const interruption = createInterruption(endedBySignals(progress));
const figures = wanted.desktopsOnly
  ? undefined
  : await runBench(wanted, interruption, progress).catch(endInOrder);
if (figures !== undefined) {
  // What is measured is told, whatever becomes of the rest.
  process.stdout.write(`${writeTable(describeFigures(figures))}\n\n`);
  await keep({ figures });
}
progress('desktops of the local engine');
const desktops = await measureDesktops(interruption, quick, progress).catch(endInOrder);
if ('leftOut' in desktops) progress(`  left out: ${desktops.leftOut}`);
else for (const trace of desktops.leftovers) progress(`  left: ${trace}`);
const seconds = Math.round((performance.now() - begun) / 1000);
const ofDesktops = 'leftOut' in desktops ? [] : describeDesktops(desktops);
const lines = [...(figures === undefined ? [] : describeFigures(figures)), ...ofDesktops];
const missed = lines.filter((line) => line.met === false).length;
if (ofDesktops.length > 0) process.stdout.write(`${writeTable(ofDesktops)}\n\n`);
process.stdout.write(`${missed} aims missed; measured in ${seconds} s\n`);
await keep({ seconds, figures, desktops });

async function keep(measured: object): Promise<void> {
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ quick, ...measured }, null, 2)}\n`);
}

/** By now everything is taken away. */
function endInOrder(error: unknown): never {
  const reason: unknown = interruption.signal.aborted ? interruption.signal.reason : error;
  if (!(reason instanceof Interrupted)) throw error;
  // Something may have failed because it was ended too, and so have left something.
  if (error !== reason) progress(`  meanwhile: ${String(error)}`);
  progress(reason.message);
  process.exit(reason.exitCode);
}
