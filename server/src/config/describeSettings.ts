import type { Setting } from '../installation/installation.js';
import type { Config } from './config.js';
import { configKeys } from './configKeys.js';

/** Every setting, what it is and where that comes from. */
export function describeSettings({ given }: Pick<Config, 'given'>): readonly Setting[] {
  return configKeys.map(({ name, default: usual, meaning }) => {
    const made = given.find((each) => each.name === name);
    return {
      name,
      default: usual,
      source: made?.source ?? 'default',
      value: made === undefined ? usual : made.value,
      meaning,
    };
  });
}
