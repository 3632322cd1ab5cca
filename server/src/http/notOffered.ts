import type { FastifyInstance } from 'fastify';
import { ApiError } from '../errors/errors.js';

/**
 * Published fields that this service has nothing behind, by their place in the body (`ad_domains.tls_config`,
 * `desktops[].copy_volume_ids`) or the address (`query.tag`), each with the values that ask for nothing. Nothing, an empty text and an empty list or object
 * never do.
 */
export type NotOffered = Readonly<Record<string, readonly (string | number | boolean)[]>>;

/** Refuses a call that asks for what its route says is not offered: accepted and ignored, it would seem to be done. */
export function refuseNotOffered(app: FastifyInstance): void {
  app.addHook('preHandler', async ({ body, query, routeOptions }) => {
    const { notOffered } = routeOptions.config.declaration ?? {};
    const asked = notOffered === undefined ? undefined : findAsked({ ...Object(body), query }, notOffered);
    if (asked === undefined) return;
    const words = { en: `${asked} must be left out`, zh: `${asked}，请去掉该参数` };
    const [, parameter] = /^query\.(.*)$/.exec(asked) ?? [];
    throw new ApiError(
      'DPL.0501',
      [words],
      parameter === undefined ? `body: ${asked}` : `query: ${parameter}`,
    );
  });
}

/** The first field that asks for something that is not offered, as it is written in the body: `desktops.0.copy_volume_ids`. */
export function findAsked(body: unknown, notOffered: NotOffered): string | undefined {
  for (const [place, idle] of Object.entries(notOffered)) {
    const steps = place
      .split('.')
      .flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), '[]'] : [step]));
    for (const [at, value] of valuesAt(body, steps, []))
      if (!isNothing(value) && !idle.some((each) => each === value)) return at;
  }
  return undefined;
}

function valuesAt(value: unknown, steps: readonly string[], at: readonly string[]): [string, unknown][] {
  const [step, ...rest] = steps;
  if (step === undefined) return [[at.join('.'), value]];
  if (step === '[]')
    return Array.isArray(value)
      ? value.flatMap((each: unknown, index) => valuesAt(each, rest, [...at, String(index)]))
      : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return valuesAt(Reflect.get(value, step), rest, [...at, step]);
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
