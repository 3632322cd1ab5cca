/**
 * What Cloudscape's components say wrongly of themselves to assistive technology, by module: a text as it stands there, and what stands
 * for it. `aria-orientation` is not allowed on a navigation (WAI-ARIA 1.2), and there is no way to it from outside.
 */
const mended = {
  '@cloudscape-design/components/app-layout/visual-refresh/mobile-toolbar.js': [
    '"aria-orientation": "horizontal", ',
    '',
  ],
};

/** Builds with that mended. A build that finds it no more, after an update, fails: then it has no use any more, or another form. */
export function mendMarkup(mends = mended) {
  const missing = new Set(Object.keys(mends));
  return {
    name: 'deskplane-mend-markup',
    enforce: 'pre',
    transform(code, id) {
      const module = Object.keys(mends).find((each) => id.endsWith(`/node_modules/${each}`));
      if (module === undefined) return undefined;
      const [wrong, right] = mends[module];
      if (!code.includes(wrong)) return undefined;
      missing.delete(module);
      return { code: code.replaceAll(wrong, right), map: null };
    },
    buildEnd(error) {
      if (error === undefined && missing.size > 0)
        this.error(`scripts/console/mendMarkup.mjs mends what is not there: ${[...missing].join(', ')}`);
    },
  };
}
