// node scripts/pages/checkPages.mjs: refuses what ARCHITECTURE.md, CONTRIBUTING.md and comments say of the project when it is not so.
// Part of `npm run lint`.
import { fileURLToPath } from 'node:url';
import { findArchitectureFaults } from './findArchitectureFaults.mjs';
import { findInvariantFaults } from './findInvariantFaults.mjs';
import { findReferenceFaults } from './findReferenceFaults.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const faults = [...findReferenceFaults(root), ...findArchitectureFaults(root), ...findInvariantFaults(root)];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
