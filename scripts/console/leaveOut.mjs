/** Modules of Cloudscape that it chooses between while it runs and that our pages never reach. */
const unreached = [
  // Layouts for another theme, and for pages that set a flag which AWS's own console sets.
  '@cloudscape-design/components/app-layout/classic.js',
  '@cloudscape-design/components/app-layout/visual-refresh-toolbar/index.js',
];

/**
 * Builds without them. Whoever comes to them all the same learns why nothing is there; a build that meets none of them under its name
 * (after an update, say) fails.
 */
export function leaveOut(modules = unreached) {
  const missing = new Set(modules);
  return {
    name: 'deskplane-leave-out',
    load(id) {
      const left = modules.find((each) => id.endsWith(`/node_modules/${each}`));
      if (left === undefined) return undefined;
      missing.delete(left);
      const message = `${left} is left out of the build: scripts/console/leaveOut.mjs`;
      return `export default function LeftOut() { throw new Error(${JSON.stringify(message)}); }`;
    },
    buildEnd(error) {
      if (error === undefined && missing.size > 0)
        this.error(`scripts/console/leaveOut.mjs names what is not there: ${[...missing].join(', ')}`);
    },
  };
}
