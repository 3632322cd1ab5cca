/** Whether a text is a size that a disk can have: in GB, in steps of ten, and more than it has. */
export function isDiskSize(text: string, now = 0): boolean {
  const size = Number(text);
  return Number.isInteger(size) && size >= 10 && size <= 32_760 && size % 10 === 0 && size > now;
}
