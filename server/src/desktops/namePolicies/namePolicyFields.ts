// Without any import: the console holds what is typed to the same rules.

/** The name of a policy has at most this many characters. */
export const namePolicyNameLength = 30;
/** JSON Schema pattern of a policy's name, as it is published. */
export const namePolicyNamePattern = '^[\\u4e00-\\u9fa5a-zA-Z_][\\u4e00-\\u9fa5a-zA-Z0-9_]{0,29}$';
/** Stands in a prefix for the name of the desktop's user. */
export const userPlace = '$DomainUser$';
/** The prefix that a policy gives has at most this many characters. */
export const namePrefixLength = 100;
/** JSON Schema pattern of a prefix: what a desktop's name may begin with, and once or more the place of the user. */
export const namePrefixPattern = '^(?:[A-Za-z0-9]|\\$DomainUser\\$)(?:[A-Za-z0-9-]|\\$DomainUser\\$)*$';
/** A number in a name has at most this many digits. */
export const maxDigits = 5;
/** The highest number to begin with. */
export const maxStartNumber = 99_999;
/** How many policies a project may have: as many as the pages of their list reach. */
export const policiesOfProject = 100;
