import type { Spread } from '../spread.js';
import type { Line } from '../table.js';
import type { DesktopFigures } from './measureDesktops.js';

const eightGiB = 8192;

/** Figures of desktops with what they aim at (two processors). */
export function describeDesktops({ rounds, keys, atOnce, leftovers }: DesktopFigures): Line[] {
  const fit = Math.floor(eightGiB / atOnce.memory.median);
  const made = rounds.rounds + atOnce.desktops;
  return [
    timed('desktop asked for to first RFB byte, ms', rounds.firstByte, 250),
    timed('  to usable screen', rounds.usable, 1000),
    timed('desktop deleted to nothing left, ms', rounds.removal, 150),
    key('key to pixel by the socket, p50 / p90 ms', keys.direct),
    { ...key('  through the service', keys.throughService), ...aimAt(keys.throughService, 40) },
    { name: 'idle desktop, MiB', value: written(atOnce.memory) },
    { name: '  in 8 GiB', value: String(fit), aim: '>= 50', met: fit >= 50 },
    {
      name: `${atOnce.desktops} desktops at once, active after s`,
      value: written(atOnce.active, 1000, 1),
    },
    { name: '  overtaken by later ones, at most', value: String(atOnce.overtaken) },
    {
      name: `left after ${made} desktops`,
      value: String(leftovers.length),
      aim: '0',
      met: leftovers.length === 0,
    },
  ];
}

function timed(name: string, spread: Spread, most: number): Line {
  return { name, value: written(spread), ...aimAt(spread, most) };
}

function aimAt(spread: Spread, most: number) {
  return { aim: `<= ${most}`, met: spread.median <= most };
}

function key(name: string, { median, p90 }: Spread): Line {
  return { name, value: `${median.toFixed(1)} / ${p90.toFixed(1)}` };
}

function written({ median, min, max }: Spread, unit = 1, digits = 0): string {
  const [middle, least, most] = [median, min, max].map((each) => (each / unit).toFixed(digits));
  return `${middle} (${least}-${most})`;
}
