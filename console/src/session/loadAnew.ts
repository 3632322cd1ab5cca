/** Loads the page anew: its data, its forms and whatever it was still doing are gone. Nothing is seen any more until then. */
export function loadAnew(): Promise<never> {
  document.body.hidden = true;
  location.reload();
  return new Promise<never>(() => undefined);
}
