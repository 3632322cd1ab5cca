import { type Operation, permissions } from './table.js';

/** A permission as OpenAPI shows it; nothing for what needs none. */
export function presentPermission(operation: Operation): { 'x-permissions'?: object } {
  const { action, level, resource, keys, dependencies, effects } = permissions[operation];
  if (action === undefined) return {};
  return {
    'x-permissions': {
      action,
      access_level: level,
      ...(resource === undefined ? {} : { resource_type: resource }),
      ...(keys.length === 0 ? {} : { condition_keys: keys }),
      ...(dependencies.length === 0 ? {} : { dependent_actions: dependencies }),
      ...(effects.length === 0 ? {} : { further_effects: effects }),
    },
  };
}
