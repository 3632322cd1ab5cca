import { element } from './elements.js';

const names = ['clipboard', 'keys'] as const;

/**
 * Opens and closes the panels of the bar: one at a time, and none with Escape.
 * @param backToDesktop gives the keyboard to the desktop again, if it is shown
 */
export function offerPanels(backToDesktop: () => boolean): void {
  const all = names.map((name) => ({
    button: element(name, HTMLButtonElement),
    panel: element(`${name}-panel`, HTMLElement),
  }));
  const show = (wanted: HTMLElement | undefined): void => {
    for (const { button, panel } of all) {
      panel.hidden = panel !== wanted;
      button.setAttribute('aria-expanded', String(panel === wanted));
    }
    wanted?.querySelector<HTMLElement>('textarea, button')?.focus();
  };
  for (const { button, panel } of all) {
    button.addEventListener('click', () => show(panel.hidden ? panel : undefined));
    panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      show(undefined);
      if (!backToDesktop()) button.focus();
    });
  }
  element('stage', HTMLElement).addEventListener('pointerdown', () => show(undefined));
}
