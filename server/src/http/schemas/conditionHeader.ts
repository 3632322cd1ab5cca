import { Type } from 'typebox';

/** What a caller agreed to. */
export const conditionHeader = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description:
        'Go ahead only with one of these plans: digests of previews as entity tags, in double quotes. ' +
        'Any other tag, a weak one too, is a 412; * stands for whatever the plan is.',
    }),
  ),
});
