import { listFiles, readText } from './projectFiles.mjs';

/** Papers that are not in the project; what of them the code leans on is in docs/reference/. */
const elsewhere = /\bapi-facts\b|\bdesign (?:§|D\d)|\bseed pages?\b/;
const pointer = /docs\/reference\/[\w.]+(?:#[\w-]+)?/g;
const decision = /(?<![\w.'/"`#$-])D([1-9]\d?)(?![\w'"`-])/g;

/** Comments that point to a page of docs/reference/, a heading or a decision that is not there. */
export function findReferenceFaults(root) {
  const files = listFiles(root);
  const targets = new Set(
    files.flatMap((file) =>
      file.startsWith('docs/reference/')
        ? [file, ...anchorsOf(readText(root, file)).map((anchor) => `${file}#${anchor}`)]
        : [],
    ),
  );
  const sources = files.filter(
    (file) => /\.(?:ts|mjs|sql|py)$/.test(file) && !file.startsWith('scripts/pages/'),
  );
  return sources.flatMap((file) =>
    readText(root, file)
      .split('\n')
      .flatMap((line, index) => {
        const place = `${file}:${index + 1}`;
        const pointers = [...line.matchAll(pointer)].map(([found]) => found.replace(/\.$/, ''));
        const decisions = [...line.matchAll(decision)].map(
          ([, number]) => `docs/reference/decisions.md#d${number}`,
        );
        return [
          ...[...pointers, ...decisions]
            .filter((found) => !targets.has(found))
            .map((found) => `${place}: there is no ${found}`),
          ...(elsewhere.test(line) ? [`${place}: points to a paper that is not in the project`] : []),
        ];
      }),
  );
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page) {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}
