import { Type } from 'typebox';

// Letters of any language, digits, space and _.:=+-@, no space at either end (docs/reference/desktops.md#what-a-tag-may-hold,
// the newest rule). Keys stand in paths, where "." and ".." would be removed by whoever sends them, and another thing be meant.
const words = '[\\p{L}\\p{N}_.:=+@ -]';

/** A tag's key. */
export const TagKey = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: `^(?!_sys_| |\\.{1,2}$)${words}+(?<! )$`,
});

/** A tag as callers give it. */
export const Tag = Type.Object({
  key: TagKey,
  value: Type.Optional(Type.String({ maxLength: 43, pattern: `^(?! )${words}*(?<! )$`, default: '' })),
});

/** The most tags that a desktop has, and that one call names. */
export const maxTags = 20;

/** Tags to look for: the key with any of the values; no values: with any value. */
export const WantedTag = Type.Object({
  key: Type.String({ minLength: 1, maxLength: 128 }),
  values: Type.Optional(Type.Array(Type.String({ maxLength: 255 }), { maxItems: 43, default: [] })),
});
