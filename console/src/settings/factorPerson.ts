import type { Answer } from '../api/operations';

/** A user or a group that the second factor is asked of. */
export type FactorPerson = Answer<'ShowAssistAuthConfig'>['otp_config_info']['apply_objects'][number];
