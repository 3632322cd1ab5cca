import { serve } from './supervisor/serve.js';

process.exit(await serve({ environment: process.env }));
