/** Pattern of a text of one line, without control characters: nothing that a log, a terminal or a mail header would stumble over. */
export const noControlCharacters = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$';
