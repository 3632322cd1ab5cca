// `deskplane serve` with the stub in place of the service.
import { fileURLToPath } from 'node:url';
import { serve } from '../supervisor/serve.js';

const servicePath = fileURLToPath(new URL('./stubService.js', import.meta.url));
process.exit(await serve({ environment: process.env, servicePath }));
