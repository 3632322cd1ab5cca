import { numberAt, textAt } from '../api/json.js';
import { listProducts } from '../desktops/chooseOffer.js';
import { type Session, sayJson } from '../session.js';
import { formatTable } from '../text/table.js';

/** `deskplane product list`: what desktops can be ordered as, the smallest first. */
export async function showProducts(session: Session): Promise<void> {
  const { terminal } = session;
  const products = await listProducts(session);
  if (session.json) {
    sayJson(session, { products, total_count: products.length });
    return;
  }
  const { id, processors, memory, disk, about } = terminal.messages.product.titles;
  const rows = products.map((product) => [
    textAt(product, 'product_id'),
    String(numberAt(product, 'cpu') ?? ''),
    String((numberAt(product, 'memory') ?? 0) / 1_024),
    textAt(product, 'system_disk_size'),
    textAt(product, 'descriptions'),
  ]);
  terminal.say(formatTable([id, processors, memory, disk, about], rows, terminal.columns));
}
