import type { Line } from '../table.js';
import type { DesktopFigures } from './measureDesktops.js';
import type { Spread } from './spread.js';

const eightGiB = 8192;

/** Figures of desktops with what they aim at (two processors). */
export function describeDesktops(figures: DesktopFigures): Line[] {
  const { rounds, firstByte, usable, removal, key, atOnce, leftovers } = figures;
  const fit = Math.floor(eightGiB / atOnce.memory.median);
  return [
    timed('desktop asked for to first RFB byte, ms', firstByte, 250),
    timed('  to usable screen', usable, 1000),
    timed('desktop deleted to nothing left, ms', removal, 150),
    timed('key to pixel, ms', key, 40),
    { name: 'idle desktop, MiB', value: written(atOnce.memory) },
    { name: '  in 8 GiB', value: String(fit), aim: '>= 50', met: fit >= 50 },
    {
      name: `${atOnce.desktops} desktops at once, last active s`,
      value: (atOnce.lastActive / 1000).toFixed(1),
    },
    {
      name: `left after ${rounds} desktops`,
      value: String(leftovers.length),
      aim: '0',
      met: leftovers.length === 0,
    },
  ];
}

function timed(name: string, spread: Spread, most: number): Line {
  return { name, value: written(spread), aim: `<= ${most}`, met: spread.median <= most };
}

function written({ median, min, max }: Spread): string {
  return `${Math.round(median)} (${Math.round(min)}-${Math.round(max)})`;
}
