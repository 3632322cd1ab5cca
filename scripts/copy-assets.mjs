// Copies what tsc leaves behind: the SQL migrations.
import { cpSync } from 'node:fs';

const root = new URL('..', import.meta.url);
cpSync(new URL('server/src/database/migrations', root), new URL('server/dist/database/migrations', root), {
  recursive: true,
});
