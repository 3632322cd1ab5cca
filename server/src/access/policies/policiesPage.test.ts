import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { operators } from './operators.js';
import { parsePolicyDocument } from './parsePolicyDocument.js';
import { systemPolicies } from './systemPolicies.js';

for (const language of ['en', 'zh']) {
  const place = new URL(`../../../../docs/${language}/policies.md`, import.meta.url);
  const page = readFileSync(fileURLToPath(place), 'utf8');

  describe(`the page on policies (${language})`, () => {
    it('has examples that are taken as they stand', () => {
      const examples = [...page.matchAll(/```json\n([^`]*)```/g)].map((match) => match[1] ?? '');
      assert.equal(examples.length, 5);
      for (const text of examples)
        parsePolicyDocument(text.includes('"Version": "1.1"') ? 'role' : 'identity', text);
    });

    it('names every operator and every system policy', () => {
      for (const name of [...operators.keys(), 'Null']) assert.ok(page.includes(`\`${name}\``), name);
      for (const { displayName } of systemPolicies) assert.ok(page.includes(displayName), displayName);
    });
  });
}
