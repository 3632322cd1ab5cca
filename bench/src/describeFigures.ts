import type { ComparedFigures, LoadSpread } from './measureAcceptance.js';
import type { Figures } from './runBench.js';
import type { Spread } from './spread.js';
import type { Line } from './table.js';

const whole = (value: number): string => String(Math.round(value));
const one = (value: number): string => value.toFixed(1);
const two = (value: number): string => value.toFixed(2);
const optional = (value: number | undefined): string => (value === undefined ? '-' : two(value));
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** The figures with what they aim at (two processors). */
export function describeFigures(figures: Figures): Line[] {
  const { idle, simulated, acceptance, scales, kept, stuck, pickUp, authentication, decision } = figures;
  return [
    ...acceptance.compared.flatMap(describeCompared),
    { name: 'DELETE accepted/s, carried out beside', value: spread(acceptance.beside.perSecond, whole) },
    { name: '  p50 / p99 ms', value: latencies(acceptance.beside) },
    {
      name: `accept p50 / p99 ms at ${acceptance.openLoopRate}/s`,
      value: latencies(acceptance.openLoop),
      aim: 'p99 < 25',
      met: acceptance.openLoop.p99.median < 25,
    },
    ...scales.flatMap(({ desktops, floor, perSecond, median }): Line[] => [
      {
        name: `proven deletions/s among ${desktops}`,
        value: spread(perSecond, whole),
        aim: '>= 1300',
        met: perSecond.median >= 1300,
      },
      { name: '  floor between them, requests/s', value: spread(floor, whole) },
      {
        name: '  CPU ms of service, PostgreSQL',
        value: `${two(median.service)}, ${optional(median.postgres)}`,
      },
      { name: '  statements, watching', value: `${two(median.statements)}, ${one(median.watchStatements)}` },
      {
        name: '  WAL bytes',
        value: whole(median.wal),
        aim: '<= 10000',
        met: median.wal <= 10_000,
      },
      {
        name: '  WAL records, whole pages, buffers',
        value: `${one(median.walRecords)}, ${one(median.walPages)}, ${whole(median.buffers)}`,
      },
      {
        name: '  bytes on disk before retention',
        value: whole(median.disk),
        aim: '<= 7000',
        met: median.disk <= 7_000,
      },
    ]),
    {
      name: 'bytes that a deletion leaves for ever',
      value: whole(kept.kept),
      aim: '<= 6000',
      met: kept.kept <= 6_000,
    },
    flat(
      'statements per deletion, most to least',
      scales.map(({ median }) => median.statements),
    ),
    flat(
      'WAL bytes per deletion, most to least',
      scales.map(({ median }) => median.wal),
    ),
    flat(
      'WAL records per deletion, most to least',
      scales.map(({ median }) => median.walRecords),
    ),
    flat(
      'pages looked at per deletion, most to least',
      scales.map(({ median }) => median.buffers),
      1.5,
    ),
    { name: 'fresh deletions/s, none stuck', value: spread(stuck.without, whole) },
    { name: `fresh deletions/s, ${stuck.stuck} stuck beside`, value: spread(stuck.beside, whole) },
    { name: '  slower by', value: percent(stuck.slower), aim: '< 10 %', met: stuck.slower < 0.1 },
    { name: '  CPU for the stuck alone', value: percent(stuck.idleCpu) },
    { name: "pick-up after a worker's death, s", value: one(pickUp), aim: '< 5', met: pickUp < 5 },
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
    waited('simulated without delay: ordered to ACTIVE, p50 / p99 ms', simulated.create, 100),
    waited('  DELETE to 404, p50 / p99 ms', simulated.remove, 100),
    waited('  list of 100 desktops, p50 / p99 ms', simulated.list),
    micro('warm authentication by token, reading, us', authentication.tokenRead, 60),
    micro('  writing, 32 at once', authentication.tokenWriteAtOnce, 60),
    micro('  writing, one after the other', authentication.tokenWrite, 60),
    micro('warm authentication by signature, reading, us', authentication.signatureRead, 60),
    micro('  writing, 32 at once', authentication.signatureWriteAtOnce, 60),
    micro('decision with 100 statements, us', decision, 20),
  ];
}

/** What acceptance is allowed to fall to, as a share of the floor on as many connections. */
const shares: Readonly<Record<number, number>> = { 16: 0.35, 64: 0.45 };

function describeCompared({ connections, floor, accepted, share }: ComparedFigures): Line[] {
  const least = shares[connections] ?? 0;
  const { service, postgres } = accepted;
  return [
    { name: `floor, requests/s, ${connections} connections`, value: spread(floor.perSecond, whole) },
    { name: '  p50 / p99 ms', value: latencies(floor) },
    {
      name: '  CPU ms of service, PostgreSQL',
      value: `${two(floor.service.median)}, ${optional(floor.postgres?.median)}`,
    },
    { name: `DELETE accepted/s, ${connections} connections`, value: spread(accepted.perSecond, whole) },
    {
      name: '  as a share of the floor',
      value: spread(share, two),
      aim: `>= ${least}`,
      met: share.median >= least,
    },
    { name: '  p50 / p99 ms', value: latencies(accepted) },
    {
      name: '  CPU ms of the service',
      value: spread(service, two),
      aim: '<= 0.30',
      met: service.median <= 0.3,
    },
    ...(postgres === undefined
      ? []
      : [
          {
            name: '  CPU ms of PostgreSQL',
            value: spread(postgres, two),
            aim: '<= 0.20',
            met: postgres.median <= 0.2,
          },
        ]),
  ];
}

/** Median, least and most. */
function spread({ median, min, max }: Spread, write: (value: number) => string): string {
  return `${write(median)} (${write(min)}-${write(max)})`;
}

function latencies({ p50, p99 }: LoadSpread): string {
  return `${one(p50.median)} / ${spread(p99, one)}`;
}

function waited(name: string, { median, p99 }: Spread, most?: number): Line {
  const line = { name, value: `${one(median)} / ${one(p99)}` };
  return most === undefined ? line : { ...line, aim: `p50 <= ${most}`, met: median <= most };
}

/** @param most An index of a larger table has a level more: pages are not quite flat. */
function flat(name: string, values: readonly number[], most = 1.1): Line {
  const ratio = Math.max(...values) / Math.min(...values);
  return { name, value: ratio.toFixed(2), aim: `<= ${most.toFixed(2)}`, met: ratio <= most };
}

function micro(name: string, value: number, max: number): Line {
  return { name, value: one(value), aim: `<= ${max}`, met: value <= max };
}
