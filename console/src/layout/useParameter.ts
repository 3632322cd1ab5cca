import { useParams } from '@tanstack/react-router';

/** A part of the page's address: `desktopId` of `/console/desktops/$desktopId`. */
export function useParameter(name: string): string {
  const parameters: object = useParams({ strict: false });
  const value: unknown = Reflect.get(parameters, name);
  if (typeof value !== 'string') throw new Error(`The address of this page has no ${name}.`);
  return value;
}
