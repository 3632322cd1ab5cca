import { resolve } from 'node:path';
import { currentDirectory } from '@deskplane/server/system/currentDirectory.js';
import type { Command } from 'commander';
import { deleteImages, listImages } from './commands/images.js';
import type { Messages } from './messages/en.js';
import { parseNumber, parseSize } from './optionValues.js';
import type { RunCommand } from './session.js';

const memoryRange = [1, 4_194_304] as const;

const here = (): string => currentDirectory(process.env);

/** `deskplane image …`. */
export function addImageCommands(program: Command, messages: Messages, run: RunCommand): void {
  const { help } = messages.image;
  const image = program.command('image').description(help.image).helpCommand(false);
  image
    .command('list')
    .description(help.list)
    .option('--json', messages.help.json)
    .action((options: { json?: true }) => run(options, listImages));
  image
    .command('build')
    .description(help.build)
    .argument('<name>', help.nameArgument)
    .argument('[folder]', help.folderArgument)
    .option('--cache <directory>', help.cache)
    .option('--json', messages.help.json)
    .action((name: string, folder: string | undefined, options: { json?: true; cache?: string }) =>
      run(options, async (session) => {
        const { buildImage, readyMade } = await import('./commands/buildImage.js');
        return buildImage(session, {
          name,
          folder: folder === undefined ? readyMade : resolve(here(), folder),
          cache: options.cache === undefined ? undefined : resolve(here(), options.cache),
        });
      }),
    );
  image
    .command('import')
    .description(help.import)
    .argument('<name>', help.nameArgument)
    .argument('<file>', help.fileArgument)
    .option('--memory <mb>', help.memory, (text) => parseNumber(text, memoryRange, messages), 512)
    .option('--disk <gb>', help.disk, (text) => parseSize(text, messages), 1)
    .option('--json', messages.help.json)
    .action((name: string, file: string, options: { json?: true; memory: number; disk: number }) =>
      run(options, async (session) => {
        const { importImage } = await import('./commands/importImage.js');
        return importImage(session, { name, file, memoryMiB: options.memory, diskGiB: options.disk });
      }),
    );
  image
    .command('delete')
    .description(help.delete)
    .argument('<images...>', help.imagesArgument)
    .option('--yes', messages.help.yes)
    .option('--json', messages.help.json)
    .action((images: readonly string[], options: { json?: true; yes?: true }) =>
      run(options, (session) => deleteImages(session, images, options.yes === true)),
    );
}
