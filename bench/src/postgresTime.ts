import { readdir, readFile } from 'node:fs/promises';

/** Of Linux, on every machine that this runs on. */
const ticksPerSecond = 100;

/**
 * The processor time that a PostgreSQL server has taken so far, with all its processes.
 * @param pid of the process that starts the others
 * @returns milliseconds, in steps of ten
 */
export async function readPostgresTime(pid: number): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const all = await Promise.all(pids.map(readTimes));
  let ticks = 0;
  for (const times of all) {
    if (times?.pid === pid) ticks += times.own + times.endedChildren;
    else if (times?.parent === pid) ticks += times.own;
  }
  return (ticks * 1000) / ticksPerSecond;
}

/** @returns undefined when the process has ended meanwhile */
async function readTimes(pid: number) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat === undefined) return undefined;
  // The name before it may have anything in it, blanks and brackets too.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const field = (number: number): number => Number(fields[number - 3]);
  return { pid, parent: field(4), own: field(14) + field(15), endedChildren: field(16) + field(17) };
}
