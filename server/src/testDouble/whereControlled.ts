/** Where the operations of the control interface are, for their descriptions. */
export const whereControlled =
  'Only of a service with the simulated engine and DESKPLANE_SIMULATED_CONTROL; elsewhere there is nothing at this path. Only for users ' +
  'of the account that this service was installed for.';
