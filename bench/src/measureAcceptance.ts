import type { Bench } from './bench.js';
import { closedLoop, type LoadFigures, openLoop, type Shot } from './load.js';

export interface AcceptanceFigures {
  readonly floor: LoadFigures;
  /** While the engine is held, so that nothing but acceptance is at work. */
  readonly alone: LoadFigures;
  /** With the deletions being carried out beside, on the same processors. */
  readonly beside: LoadFigures;
  /** Accepted per second alone, as a share of the floor. */
  readonly share: number;
  readonly openLoop: LoadFigures;
  readonly openLoopRate: number;
}

const connections = 16;
const rate = 500;
const warmUp = 4_000;

/** The floor is measured before and after, so that a machine that is busy meanwhile shows. */
export async function measureAcceptance(bench: Bench, seconds: number): Promise<AcceptanceFigures> {
  const { service, ready } = bench;
  // Enough for the longest of all measurements at a speed that is out of reach.
  const ids = await bench.fill(Math.round(warmUp + 2 * seconds * 2_500 + rate * seconds));
  const next = (): Shot | undefined => {
    const id = ids.pop();
    return id === undefined ? undefined : bench.deletionOf(id);
  };
  const floorShot: Shot = { method: 'DELETE', url: `${ready.floorEndpoint}/floor` };
  const measureFloor = () => closedLoop(connections, seconds, () => floorShot);
  service.hold(true);
  // Code that has run a few times only is interpreted: what is measured is the service that has been up for a while.
  let left = warmUp;
  await closedLoop(connections, 20, () => (left-- > 0 ? next() : undefined));
  left = warmUp;
  await closedLoop(connections, 20, () => (left-- > 0 ? floorShot : undefined));
  const floor = await measureFloor();
  const alone = await closedLoop(connections, seconds, next);
  const floorAgain = await measureFloor();
  const open = await openLoop(rate, seconds, next);
  service.hold(false);
  const beside = await closedLoop(connections, seconds, next);
  const best = floorAgain.perSecond > floor.perSecond ? floorAgain : floor;
  return {
    floor: best,
    alone,
    beside,
    share: alone.perSecond / ((floor.perSecond + floorAgain.perSecond) / 2),
    openLoop: open,
    openLoopRate: rate,
  };
}
