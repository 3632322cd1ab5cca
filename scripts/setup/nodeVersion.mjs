import { readFileSync } from 'node:fs';
import { SetupError } from './progress.mjs';

/** Refuses a Node.js that is older than package.json asks for. */
export function checkNodeVersion(root) {
  const { engines } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const wanted = engines.node.replace('>=', '').split('.').map(Number);
  const found = process.versions.node.split('.').map(Number);
  const difference = wanted.map((part, index) => found[index] - part).find((part) => part !== 0) ?? 0;
  if (difference < 0) {
    throw new SetupError(
      `Deskplane needs Node.js ${wanted.join('.')} or newer; this is ${process.versions.node}.`,
    );
  }
}
