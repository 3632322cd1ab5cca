/** What editors show as nothing, or as something else than it is. */
const invisible = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]|\p{Surrogate}/gu;

/** A text with U+FFFD for each half of a character (of UTF-16), which neither files nor requests can hold. */
export const wholeCharacters = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');

/**
 * A text as a literal in double quotes that Python, JavaScript, Go, Java and JSON read alike. Nothing in it ends it, in Java either:
 * a quote is `\"` and never `\u0022`, which Java would take for the end. Half a character becomes U+FFFD.
 */
export function quoted(text: string): string {
  return JSON.stringify(wholeCharacters(text)).replace(
    invisible,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A JSON value in the words of Python. */
export function pythonValue(value: unknown, indent = ''): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  const deeper = `${indent}    `;
  const lines = Array.isArray(value)
    ? value.map((each) => `${deeper}${pythonValue(each, deeper)},`)
    : Object.entries(value).map(([name, each]) => `${deeper}${quoted(name)}: ${pythonValue(each, deeper)},`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return lines.length === 0 ? `${open}${close}` : [open, ...lines, `${indent}${close}`].join('\n');
}

/** A JSON value in JavaScript. */
export function scriptValue(value: unknown, indent = ''): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const deeper = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((each) => `${deeper}${scriptValue(each, deeper)},`)
    : Object.entries(value).map(
        // In brackets, as a plain `__proto__` would be no field.
        ([name, each]) =>
          `${deeper}${/^(?!__proto__$)[A-Za-z_]\w*$/.test(name) ? name : `[${quoted(name)}]`}: ${scriptValue(each, deeper)},`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return lines.length === 0 ? `${open}${close}` : [open, ...lines, `${indent}${close}`].join('\n');
}

/** A text in Terraform's language, in which `${` and `%{` begin an expression. */
export function terraformText(text: string): string {
  return quoted(text)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', () => '%%{')
    .replaceAll('\\b', '\\u0008')
    .replaceAll('\\f', '\\u000c');
}
