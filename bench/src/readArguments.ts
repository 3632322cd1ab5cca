import { parseArgs } from 'node:util';

export interface Wanted {
  readonly quick: boolean;
  /** Nothing but the desktops of the local engine. */
  readonly desktopsOnly: boolean;
  /** A file for the figures. */
  readonly json: string | undefined;
  /** A directory for profiles of the measured processes. */
  readonly profile: string | undefined;
}

const usage = `Usage: npm run bench -- [--quick] [--desktops] [--json FILE] [--cpu-prof DIRECTORY]
  --quick               less of everything: about two minutes
  --desktops            measures the desktops of the local engine only; as root
  --json FILE           writes the figures there as well
  --cpu-prof DIRECTORY  writes there what the service spent its time on, for a browser's developer tools
DATABASE_URL names a PostgreSQL whose role may make databases; without it the bench starts one of its own.`;

/** @returns what to run, or what to tell the one who asked */
export function readArguments(args: readonly string[]): Wanted | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        quick: { type: 'boolean', default: false },
        desktops: { type: 'boolean', default: false },
        json: { type: 'string' },
        'cpu-prof': { type: 'string' },
      },
    });
    return {
      quick: values.quick,
      desktopsOnly: values.desktops,
      json: values.json,
      profile: values['cpu-prof'],
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${usage}`;
  }
}
