// Without any import: the console holds what is typed to the same rules.

/** The name of a group has at most this many characters. */
export const userGroupNameLength = 64;
/** JSON Schema pattern of a group's name: one line that neither begins nor ends with a blank. */
export const userGroupNamePattern =
  '^(?![ \\u00a0\\u3000])[^\\u0000-\\u001f\\u007f-\\u009f]*[^ \\u00a0\\u3000\\u0000-\\u001f\\u007f-\\u009f]$';
/** What is said of a group has at most this many characters. */
export const userGroupDescriptionLength = 255;
/** How many users one call puts into a group or takes out of it. */
export const maxUsersOfCall = 50;
