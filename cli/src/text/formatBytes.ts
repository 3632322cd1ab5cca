/** An amount of bytes for people: `0 MB`, `345 MB`, `1.2 GB`; of 1000 each. */
export function formatBytes(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes < 1000 ? `${Math.ceil(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
}
