/**
 * JSON Schema pattern of a desktop's name: letters, digits and `-`, neither first nor last a `-`
 * (docs/reference/limits.md#names).
 */
export const computerNamePattern = '^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$';
/** A desktop's name has at most this many characters. */
export const computerNameLength = 15;
