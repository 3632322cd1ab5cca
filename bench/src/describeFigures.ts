import type { Figures } from './runBench.js';
import type { Line } from './table.js';

const whole = (value: number): string => String(Math.round(value));
const one = (value: number): string => value.toFixed(1);
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The figures with what they aim at (two processors). */
export function describeFigures(figures: Figures): Line[] {
  const { idle, acceptance, scales, stuck, pickUp, authentication, decision } = figures;
  const { floor, alone, beside, openLoop, share } = acceptance;
  return [
    { name: 'floor, requests/s', value: whole(floor.perSecond) },
    { name: 'floor, p50 / p99 ms', value: `${one(floor.p50)} / ${one(floor.p99)}` },
    { name: 'DELETE accepted/s, 16 connections', value: whole(alone.perSecond) },
    { name: '  as a share of the floor', value: share.toFixed(2), aim: '>= 0.60', met: share >= 0.6 },
    {
      name: '  p50 / p99 ms',
      value: `${one(alone.p50)} / ${one(alone.p99)}`,
      aim: 'p99 < 25',
      met: alone.p99 < 25,
    },
    { name: 'DELETE accepted/s, carried out beside', value: whole(beside.perSecond) },
    { name: '  p50 / p99 ms', value: `${one(beside.p50)} / ${one(beside.p99)}` },
    {
      name: `accept p50 / p99 ms at ${acceptance.openLoopRate}/s`,
      value: `${one(openLoop.p50)} / ${one(openLoop.p99)}`,
      aim: 'p99 < 25',
      met: openLoop.p99 < 25,
    },
    ...scales.flatMap((scale): Line[] => [
      {
        name: `proven deletions/s among ${scale.desktops}`,
        value: whole(scale.perSecond),
        aim: '>= 1000',
        met: scale.perSecond >= 1000,
      },
      {
        name: '  CPU ms, statements, watching',
        value: `${scale.cpu.toFixed(2)}, ${one(scale.statements)}, ${one(scale.watchStatements)}`,
      },
      {
        name: '  WAL bytes, records, whole pages, buffers',
        value: `${whole(scale.wal)}, ${one(scale.walRecords)}, ${one(scale.walPages)}, ${whole(scale.buffers)}`,
      },
    ]),
    flat(
      'statements per deletion, most to least',
      scales.map((scale) => scale.statements),
    ),
    flat(
      'WAL bytes per deletion, most to least',
      scales.map((scale) => scale.wal),
    ),
    flat(
      'WAL records per deletion, most to least',
      scales.map((scale) => scale.walRecords),
    ),
    { name: 'fresh deletions/s, none stuck', value: whole(stuck.without.perSecond) },
    { name: `fresh deletions/s, ${stuck.stuck} stuck beside`, value: whole(stuck.beside.perSecond) },
    { name: '  slower by', value: percent(stuck.slower), aim: '< 10 %', met: stuck.slower < 0.1 },
    { name: '  CPU for the stuck alone', value: percent(stuck.idleCpu) },
    { name: "pick-up after a worker's death, s", value: one(pickUp), aim: '< 10', met: pickUp < 10 },
    {
      name: 'service at rest, MiB',
      value: whole(idle.resident),
      aim: '<= 150',
      met: idle.resident <= 150,
    },
    {
      name: '  CPU, statements/s',
      value: `${percent(idle.cpu)}, ${one(idle.statementsPerSecond)}`,
    },
    micro('warm authentication by token, reading, us', authentication.tokenRead, 60),
    micro('  writing, 32 at once', authentication.tokenWriteAtOnce, 60),
    micro('  writing, one after the other', authentication.tokenWrite, 60),
    micro('warm authentication by signature, reading, us', authentication.signatureRead, 60),
    micro('  writing, 32 at once', authentication.signatureWriteAtOnce, 60),
    micro('decision with 100 statements, us', decision, 20),
  ];
}

function flat(name: string, values: readonly number[]): Line {
  const ratio = Math.max(...values) / Math.min(...values);
  return { name, value: ratio.toFixed(2), aim: '<= 1.10', met: ratio <= 1.1 };
}

function micro(name: string, value: number, max: number): Line {
  return { name, value: one(value), aim: `<= ${max}`, met: value <= max };
}
