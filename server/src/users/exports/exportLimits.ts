// Without any import: the console keeps to the same limits.

/** So many exports of a project can be downloaded at a time. */
export const tasksOfProject = 100;
/** So many of them one user of IAM may have made: nobody uses up what the others need. */
export const tasksOfMaker = 20;
/** A file can be downloaded for a day. */
export const fileLifeMs = 24 * 3_600_000;
/** So many whole names one call may narrow an export to. */
export const namesOfExport = 1_000;
