// Part of `npm run build:tests`: the console's types of the API.
import { writeOperations } from './writeOperations.mjs';

await writeOperations();
process.exit(0);
