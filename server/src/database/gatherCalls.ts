import { waitedInVain } from './databaseTrouble.js';

export interface GatherOptions {
  /** Most calls in one run. */
  readonly max: number;
  /** Most runs at once. */
  readonly lanes: number;
}

interface Waiting<Call, Result> {
  readonly call: Call;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one statement of many calls: those that come while earlier runs are under way are answered together by the next run.
 * A lone call waits for nobody. When a run fails, each of its calls is run by itself, so that one that cannot succeed fails alone;
 * but not where the database was waited for in vain.
 * @param run answers each call, in their order; must change nothing when it fails, or nothing more when it is run again
 */
export function gatherCalls<Call, Result>(
  run: (calls: readonly Call[]) => Promise<readonly Result[]>,
  { max, lanes }: GatherOptions,
): (call: Call) => Promise<Result> {
  const waiting: Waiting<Call, Result>[] = [];
  let running = 0;
  let looking = false;

  const answer = async (batch: readonly Waiting<Call, Result>[]): Promise<void> => {
    try {
      const results = await run(batch.map(({ call }) => call));
      if (results.length !== batch.length)
        throw new Error(`${batch.length} calls got ${results.length} answers.`);
      for (const [index, result] of results.entries()) batch[index]?.resolve(result);
    } catch (error) {
      if (batch.length === 1 || waitedInVain(error)) for (const { reject } of batch) reject(error);
      // Side by side: were the database away, each would wait for it after the other.
      else await Promise.all(batch.map((one) => answer([one])));
    }
  };

  const look = (): void => {
    looking = false;
    while (running < lanes && waiting.length > 0) {
      running += 1;
      void answer(waiting.splice(0, max)).finally(() => {
        running -= 1;
        look();
      });
    }
  };

  return (call) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ call, resolve, reject });
      if (looking || running >= lanes) return;
      looking = true;
      // After everything that has arrived with this call has been read as well.
      setImmediate(look);
    });
}
