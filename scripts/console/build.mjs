// npm run build:console: builds the web console unless the build that is there was made from the same inputs.
import { buildConsole } from './buildConsole.mjs';

const outcome = await buildConsole();
process.stdout.write(`${outcome.message}\n`);
process.exit(outcome.state === 'ready' ? 0 : 1);
