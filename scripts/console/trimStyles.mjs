import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const components = dirname(
  createRequire(import.meta.url).resolve('@cloudscape-design/components/package.json'),
);
const theme = 'internal/base-theme/styles.scoped.css';

/**
 * Builds with smaller styles that look the same: without the tokens of Cloudscape's theme that no component asks for, and without what
 * components would show if the theme that is always there were not.
 */
export function trimStyles() {
  const tokens = readTokens(readFileSync(join(components, theme), 'utf8'));
  const used = usedTokens(tokens);
  return {
    name: 'deskplane-trim-styles',
    enforce: 'pre',
    transform(code, id) {
      const file = /\/node_modules\/@cloudscape-design\/components\/(.+\.css)$/.exec(id)?.[1];
      if (file === undefined) return undefined;
      const smaller = file === theme ? dropTokens(code, used) : dropFallbacks(code, tokens);
      return { code: smaller, map: null };
    },
  };
}

/** Each token of a stylesheet with all the values that it has somewhere. */
function readTokens(styles) {
  const tokens = new Map();
  for (const [, name, value] of styles.matchAll(/(--[\w-]+):([^;}]*)/g))
    tokens.set(name, [...(tokens.get(name) ?? []), value]);
  return tokens;
}

function usedTokens(tokens) {
  const used = new Set();
  const use = (text) => {
    for (const [name] of text.matchAll(/--[\w-]+/g)) {
      if (used.has(name) || !tokens.has(name)) continue;
      used.add(name);
      for (const value of tokens.get(name)) use(value);
    }
  };
  // Lists of all tokens that there are, for those who make themes.
  const lists = /^(internal\/(base-theme|generated)|theming|test-utils|i18n)\//;
  for (const file of readdirSync(components, { recursive: true, encoding: 'utf8' }))
    if (/\.(css|js)$/.test(file) && !lists.test(file)) use(readFileSync(join(components, file), 'utf8'));
  return used;
}

function dropTokens(styles, used) {
  return styles.replaceAll(/(--[\w-]+):[^;}]*;?/g, (declaration, name) =>
    used.has(name) ? declaration : '',
  );
}

/** `var(--known, anything)` becomes `var(--known)`. */
function dropFallbacks(styles, tokens) {
  let kept = '';
  let from = 0;
  for (const { 0: start, 1: name, index } of styles.matchAll(/var\(\s*(--[\w-]+)\s*,/g)) {
    if (index < from || !tokens.has(name)) continue;
    kept += `${styles.slice(from, index)}var(${name})`;
    from = closing(styles, index + start.length) + 1;
  }
  return kept + styles.slice(from);
}

/** Where the parenthesis closes that is open at a place. */
function closing(styles, place) {
  let open = 1;
  let at = place;
  for (; open > 0 && at < styles.length; at++) {
    if (styles[at] === '(') open++;
    if (styles[at] === ')') open--;
  }
  return at - 1;
}
