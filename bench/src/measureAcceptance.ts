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

/** The floor is measured before and after, so that a machine that is busy meanwhile shows. */
export async function measureAcceptance(bench: Bench, seconds: number): Promise<AcceptanceFigures> {
  const { service, ready } = bench;
  // Enough for the longest of all measurements at a speed that is out of reach.
  const ids = await bench.fill(Math.round((2 * seconds + 1) * 1_500 + rate * seconds));
  const next = (): Shot | undefined => {
    const id = ids.pop();
    return id === undefined ? undefined : bench.deletionOf(id);
  };
  const floorShot: Shot = { method: 'DELETE', url: `${ready.floorEndpoint}/floor` };
  const measureFloor = () => closedLoop(connections, seconds, () => floorShot);
  service.hold(true);
  await closedLoop(connections, 1, next);
  await closedLoop(connections, 1, () => floorShot);
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
