// Starts an embedded PostgreSQL, tells its process id, and waits to be killed: the parent that dies in tests.
import type { EmbeddedPostgresOptions } from '../database/embedded/options.js';
import { startEmbeddedPostgres } from '../database/embedded/startEmbeddedPostgres.js';

process.once('message', (options) => {
  if (!isOptions(options)) throw new Error('The test sent something else than the options of a server.');
  void startEmbeddedPostgres(options).then(({ pid }) => process.send?.({ pid }));
});

/** By the outline: the test sends a value of this type over a private channel. */
function isOptions(value: unknown): value is EmbeddedPostgresOptions {
  return typeof value === 'object' && value !== null && 'runtimeDirectory' in value;
}
