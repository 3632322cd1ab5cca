// Starts an embedded PostgreSQL, tells its process id, and waits to be killed: the parent that dies in tests.
import type { EmbeddedPostgresOptions } from '../database/embedded/options.js';
import { startEmbeddedPostgres } from '../database/embedded/startEmbeddedPostgres.js';

process.once('message', (options) => {
  // Sent by the test over a private channel, from a value of this type.
  void startEmbeddedPostgres(options as EmbeddedPostgresOptions).then(({ pid }) => process.send?.({ pid }));
});
