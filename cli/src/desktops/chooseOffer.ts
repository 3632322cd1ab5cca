import { localImageId } from '@deskplane/server/engines/local/localOffer.js';
import { listAt, numberAt, textAt } from '../api/json.js';
import { exitCodes, Failure } from '../failure.js';
import type { Session } from '../session.js';

/** An image and a product that go together, from what the service offers. */
export interface Offer {
  readonly imageId: string;
  readonly imageType: string;
  readonly productId: string;
  readonly diskType: string;
  /** GB. */
  readonly diskSize: number;
}

/** What the user wants; the rest is chosen: the first image, the smallest product that runs it. */
export interface OfferWish {
  readonly image: string | undefined;
  readonly product: string | undefined;
}

/** @throws {Failure} `notFound` for an image or a product that there is not, naming those that there are; `failed` when nothing fits */
export async function chooseOffer(session: Session, wish: OfferWish): Promise<Offer> {
  const image = await chooseImage(session, wish.image);
  const product = await chooseProduct(session, wish.product, image);
  return {
    imageId: textAt(image, 'id'),
    imageType: textAt(image, 'image_type') || 'gold',
    productId: textAt(product, 'product_id'),
    diskType: textAt(product, 'system_disk_type') || 'SAS',
    diskSize: Math.max(numberAt(product, 'system_disk_size') ?? 80, numberAt(image, 'min_disk') ?? 0),
  };
}

/** What the command calls the image that is the server's own programs, unless an image was imported under that name. */
const hostImage = 'host';

async function chooseImage(session: Session, wanted: string | undefined): Promise<unknown> {
  return wanted === undefined ? (await listImages(session))[0] : findImage(session, wanted);
}

/** @throws {Failure} `failed` when there is none */
async function listImages({ api, terminal }: Session): Promise<readonly unknown[]> {
  const images = listAt((await api.get('/images')).body, 'images');
  if (images.length === 0) throw new Failure(exitCodes.failed, terminal.messages.create.noImage);
  return images;
}

/** The image of that ID or name. @throws {Failure} `notFound`, naming the images that there are */
export async function findImage(session: Session, wanted: string): Promise<unknown> {
  const images = await listImages(session);
  const named = (name: string) =>
    images.find((image) => isSame(textAt(image, 'id'), name) || isSame(textAt(image, 'name'), name));
  const found = named(wanted) ?? (isSame(wanted, hostImage) ? named(localImageId) : undefined);
  if (found !== undefined) return found;
  const { marks } = session.terminal.messages;
  const offered = images
    .map((image) => marks.aside(textAt(image, 'name'), textAt(image, 'id')))
    .join(marks.list);
  throw new Failure(exitCodes.notFound, session.terminal.messages.create.unknownImage(wanted, offered));
}

async function chooseProduct(session: Session, wanted: string | undefined, image: unknown): Promise<unknown> {
  if (wanted !== undefined) return await findProduct(session, wanted);
  const products = await listProducts(session);
  const fitting = products.find((product) => memoryOf(product) >= (numberAt(image, 'min_ram') ?? 0));
  const { noProduct } = session.terminal.messages.create;
  if (fitting === undefined) throw new Failure(exitCodes.failed, noProduct(textAt(image, 'name')));
  return fitting;
}

/** @throws {Failure} `notFound`, naming the products that there are */
export async function findProduct(session: Session, wanted: string): Promise<unknown> {
  const products = await listProducts(session);
  const found = products.find((product) => isSame(textAt(product, 'product_id'), wanted));
  if (found !== undefined) return found;
  const { create, marks } = session.terminal.messages;
  const offered = products.map((product) => textAt(product, 'product_id')).join(marks.list);
  throw new Failure(exitCodes.notFound, create.unknownProduct(wanted, offered));
}

/** The products that there are, the smallest first. */
export async function listProducts({ api }: Session): Promise<unknown[]> {
  return [...listAt((await api.get('/products')).body, 'products')].toSorted(
    (one, other) => memoryOf(one) - memoryOf(other) || processorsOf(one) - processorsOf(other),
  );
}

function memoryOf(product: unknown): number {
  return numberAt(product, 'memory') ?? 0;
}

function processorsOf(product: unknown): number {
  return numberAt(product, 'cpu') ?? 0;
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
