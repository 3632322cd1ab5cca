/** So many exports of a project are kept at a time, those that expired included. */
export const tasksOfProject = 100;
/** A file can be downloaded for a day. */
export const fileLifeMs = 24 * 3_600_000;
