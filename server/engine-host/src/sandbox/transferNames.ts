import { HostFault } from '../machine/fault.js';

const maxNameBytes = 255;
const unfit = /[\p{Cc}\p{Cs}/\ufffd]/u;

/** Whether a text names a file of a folder: one path component, without control characters, of at most 255 bytes. */
export function isFileName(name: string): boolean {
  return (
    name !== '' &&
    name !== '.' &&
    name !== '..' &&
    !unfit.test(name) &&
    Buffer.byteLength(name) <= maxNameBytes
  );
}

/** @throws {HostFault} `refused` naming the name */
export function checkFileName(name: string): string {
  if (isFileName(name)) return name;
  throw new HostFault(
    'refused',
    `the file name ${JSON.stringify(name.slice(0, 80))} must be one path component of at most ${maxNameBytes} bytes without control characters`,
  );
}
