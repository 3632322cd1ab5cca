import { element } from './elements.js';

const names = ['files', 'clipboard', 'keys'] as const;

/** The panels of the bar. */
export interface Panels {
  open(name: (typeof names)[number]): void;
}

/**
 * Opens and closes the panels of the bar: one at a time, and none with Escape. A panel gets the events `panelopen` and `panelclose`.
 * @param backToDesktop gives the keyboard to the desktop again, if it is shown
 */
export function offerPanels(backToDesktop: () => boolean): Panels {
  const all = names.map((name) => ({
    name,
    button: element(name, HTMLButtonElement),
    panel: element(`${name}-panel`, HTMLElement),
  }));
  const show = (wanted: HTMLElement | undefined): void => {
    for (const { button, panel } of all) {
      const changes = panel.hidden === (panel === wanted);
      panel.hidden = panel !== wanted;
      button.setAttribute('aria-expanded', String(panel === wanted));
      if (changes) panel.dispatchEvent(new Event(panel.hidden ? 'panelclose' : 'panelopen'));
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
  return {
    open: (name) => {
      const found = all.find((each) => each.name === name);
      if (found?.panel.hidden === true) show(found.panel);
    },
  };
}
