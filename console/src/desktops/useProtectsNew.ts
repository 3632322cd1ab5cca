import { useRead } from '../api/queries';

/** The switch of a project by which new desktops are protected against deletion. */
export const protectNew = 'protect_new_desktops';

/** Whether it is on; undefined while that is not known. */
export function useProtectsNew(): boolean | undefined {
  const { data } = useRead('ListTenantConfigs', { query: { name: protectNew } });
  const [config] = data?.function_configs ?? [];
  return config === undefined ? undefined : config.status === 'ON';
}
