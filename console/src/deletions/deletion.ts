import type { Answer } from '../api/operations';

/** A deletion as the service shows it. */
export type Deletion = Answer<'ShowDeletion'>;
export type Item = Deletion['items'][number];
