import { parse } from 'yaml';

/** What a configuration file holds, or why it is none. */
export type ConfigFile = { readonly document: unknown } | { readonly problem: string };

/** Reads the YAML of a configuration file; what is in it is not looked at. */
export function parseConfigFile(text: string): ConfigFile {
  try {
    return { document: parse(text, { maxAliasCount: 0 }) };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { problem: `is not YAML: ${reason}` };
  }
}
