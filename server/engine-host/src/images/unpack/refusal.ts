/** What can be wrong with an archive, each a word of the protocol (`imageFaults` of the service's `engines/images.ts`). */
export const refusalKinds = [
  'archive-empty',
  'archive-unknown',
  'archive-incomplete',
  'archive-damaged',
  'archive-form',
  'archive-content',
  'entry-name',
  'entry-kind',
  'entry-repeated',
  'image-size',
  'image-count',
  'image-platform',
  'image-programs',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** Why an archive is not taken, in words for whoever sent it. */
export class Refusal extends Error {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.kind = kind;
  }
}
