import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { leaveOut } from './leaveOut.mjs';
import { mendMarkup } from './mendMarkup.mjs';
import { trimStyles } from './trimStyles.mjs';

/** How Vite builds the console in the folder `root` into another. */
export function viteConfig(root, outDir) {
  return {
    root,
    configFile: false,
    envDir: false,
    base: '/console/',
    logLevel: 'warn',
    plugins: [themeStyles(), leaveOut(), mendMarkup(), trimStyles()],
    resolve: {
      alias: {
        // The verifier of receipts and the signing of requests run in the browser, too.
        'node:crypto': join(root, 'src/deletions/nodeCrypto.ts'),
        // And so does what reads tables.
        'csv-parse/sync': 'csv-parse/browser/esm/sync',
        // The components' texts come parsed; i18next has no use for it.
        '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/lib/no-parser.js',
      },
    },
    build: {
      outDir,
      emptyOutDir: true,
      manifest: true,
      target: 'es2022',
      // The policy of the page allows no script and no style that is written into it.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      reportCompressedSize: false,
      rolldownOptions: {
        onwarn: passOn,
        // One file instead of a hundred small ones that a page finds out about step by step.
        output: { codeSplitting: { groups: [{ name: 'common', minShareCount: 8 }] } },
      },
    },
  };
}

/** `virtual:theme.css`: our theme as a stylesheet, so that the page need not compute one, which its policy would not let it apply. */
function themeStyles() {
  const name = 'virtual:theme.css';
  return {
    name: 'deskplane-theme',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? makeThemeStyles() : undefined),
  };
}

async function makeThemeStyles() {
  const { output } = await build({
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('themeStyles.mjs', import.meta.url)),
      write: false,
      minify: false,
      rolldownOptions: { onwarn: passOn },
    },
  });
  const { styles } = await import(
    `data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`
  );
  return styles;
}

/** "use client" tells servers that render pages something; there is none here. */
function passOn(warning, warn) {
  if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
}
