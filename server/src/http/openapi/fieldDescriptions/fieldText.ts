/** What a parameter or a field means: in English and in Chinese. */
export type FieldText = readonly [en: string, zh: string];

/**
 * By name, from the most to the least exact: `Operation.parent.name` (without the parent at the top of a body), `parent.name`, `name`.
 * The parent is the field around it; of a parameter of the path the step before it, else `query` or `header`.
 */
export type FieldTexts = Readonly<Record<string, FieldText>>;
