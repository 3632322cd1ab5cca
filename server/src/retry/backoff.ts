/**
 * How long to wait before the next attempt, in milliseconds: doubles from `first` up to `max`, with up to a quarter of
 * jitter so that a crowd that failed together does not come back together.
 * @param attempts attempts made so far, from 1
 * @param random from 0 up to 1
 */
export function backoff(attempts: number, random: number, first = 500, max = 60_000): number {
  const wait = Math.min(max, first * 2 ** Math.min(attempts - 1, 30));
  return Math.round(wait * (1 + random / 4));
}
