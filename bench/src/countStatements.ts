import type { Connections } from './production.js';

export interface StatementCounts {
  statements: number;
  watching: number;
}

/** Counts what is sent through pools, from their first connections on. */
export function countStatements(pools: Connections['pools']): StatementCounts {
  const counts: StatementCounts = { statements: 0, watching: 0 };
  for (const pool of pools) {
    pool.on('connect', (client) => {
      // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
      client.query = new Proxy(client.query, {
        apply: (query, self, args: unknown[]) => {
          if (textOf(args[0]).includes('with walked as')) counts.watching += 1;
          else counts.statements += 1;
          return Reflect.apply(query, self, args);
        },
      });
    });
  }
  return counts;
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  if (typeof query !== 'object' || query === null || !('text' in query)) return '';
  return typeof query.text === 'string' ? query.text : '';
}
