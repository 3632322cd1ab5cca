/** The words for what jobs do (docs/reference/jobs.md#types): there is no job of another type. */
export const jobTypes = [
  'createDesktops',
  'deleteDesktops',
  'operateDesktops',
  'resizeDesktops',
  'rebuildDesktops',
  'attachDesktops',
  'detachDesktops',
  'batchDetachDesktops',
  'changeDesktopNetwork',
  'batchChangeDesktopNetwork',
  'sendNotifications',
  'addVolumes',
  'expandVolumes',
  'batchModifyQosVolumes',
  'deleteVolumes',
  'createWksSnapshot',
  'deleteWksSnapshot',
  'restoreDesktopBySnapshot',
  'applyWorkspace',
  'cancelWorkspace',
  'updateWorkspace',
  'unlockWorkspace',
] as const;

export type JobType = (typeof jobTypes)[number];
