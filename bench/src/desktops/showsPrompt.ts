import type { Picture } from '@deskplane/server/testing/rfbClient.js';

/** What terminals write on: xterm as the engine host starts it, and others as they come. */
const papers: ReadonlySet<string> = new Set(['#fbfbfa', '#ffffff']);

/** The terminal is light; its first line has something dark on a width of several letters. */
export function showsPrompt(picture: Picture): boolean {
  for (let y = 0; y < picture.height - 24; y += 8) {
    for (let x = 0; x < picture.width - 200; x += 8) {
      if (papers.has(picture.at(x, y)) && papers.has(picture.at(x + 199, y + 23))) {
        if (darkColumns(picture, x, y) >= 40) return true;
      }
    }
  }
  return false;
}

function darkColumns(picture: Picture, left: number, top: number): number {
  const columns = Array.from({ length: 200 }, (_, index) => left + index);
  const rows = Array.from({ length: 24 }, (_, index) => top + index);
  return columns.filter((x) => rows.some((y) => picture.at(x, y) < '#808080')).length;
}
