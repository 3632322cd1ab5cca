import { setTimeout as pause } from 'node:timers/promises';
import type { Bench } from './bench.js';
import { simulatedOffer } from './production.js';
import { type Spread, spreadOf } from './spread.js';

/** What a program waits for that is tested against the simulated engine without delay, in milliseconds. */
export interface SimulatedFigures {
  /** From the order of a desktop until it is shown as active. */
  readonly create: Spread;
  /** A list of a hundred desktops. */
  readonly list: Spread;
  /** From the DELETE until the desktop is answered 404. */
  readonly remove: Spread;
}

/** Well below what is measured. */
const betweenMs = 2;
const patienceMs = 60_000;
const listed = 100;

/** One desktop after the other, as a test makes them. @param rounds how many */
export async function measureSimulated(bench: Bench, rounds: number): Promise<SimulatedFigures> {
  const create: number[] = [];
  const list: number[] = [];
  const remove: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ordered = performance.now();
    const id = await order(bench, round);
    await until(async () => (await show(bench, id)).status === 'ACTIVE');
    create.push(performance.now() - ordered);
    const asked = performance.now();
    const answer = await bench.call('DELETE', `/desktops/${id}`);
    if (answer.status !== 204) throw new Error(`Answered ${answer.status}: ${answer.text}`);
    await until(async () => (await show(bench, id)).gone);
    remove.push(performance.now() - asked);
  }
  await bench.fill(listed);
  for (let round = 0; round < rounds; round += 1) {
    const asked = performance.now();
    const answer = await bench.call('GET', `/desktops?limit=${listed}`);
    if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`);
    list.push(performance.now() - asked);
  }
  return { create: spreadOf(create), list: spreadOf(list), remove: spreadOf(remove) };
}

async function order(bench: Bench, round: number): Promise<string> {
  const [image] = simulatedOffer('bench-1').images;
  const name = `sim-${round}`;
  const answer = await bench.call('POST', '/desktops', {
    desktop_type: 'DEDICATED',
    product_id: 'workspace.x86.small',
    image_type: 'gold',
    image_id: image?.id,
    root_volume: { type: 'SAS', size: 80 },
    size: 1,
    desktop_name: name,
    email_notification: false,
  });
  if (answer.status !== 200) throw new Error(`Answered ${answer.status}: ${answer.text}`);
  const { rows } = await bench.database.pool.query<{ id: string }>(
    'select id from desktops where computer_name = $1',
    [name],
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`There is no desktop ${name}.`);
  return row.id;
}

async function show(bench: Bench, id: string): Promise<{ readonly status: string; readonly gone: boolean }> {
  const { status, text } = await bench.call('GET', `/desktops/${id}`);
  if (status === 404) return { status: '', gone: true };
  if (status !== 200) throw new Error(`Answered ${status}: ${text}`);
  const shown = /"status":"(\w+)"/.exec(text)?.[1] ?? '';
  return { status: shown, gone: false };
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error('This takes too long.');
    await pause(betweenMs);
  }
}
