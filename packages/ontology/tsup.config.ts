import { dirname } from 'node:path';
import type { Options } from 'tsup';
import { library } from '../../tsup.base.ts';
import { packData } from './src/data/packed-data.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Ships the data packed: as small as can be, and read when it is first asked for. The files in `src/data` stay
 * what people read and mend.
 */
export const packedData: Plugin = {
  name: 'packed-data',
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /ontology[\\/]src[\\/]data[\\/]index\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await esbuild.build({
        entryPoints: [path],
        bundle: true,
        format: 'esm',
        write: false,
      });
      const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
      const module: typeof import('./src/data/index.ts') = await import(
        `data:text/javascript;base64,${text}`
      );
      const { shippedData, ...others } = module;
      return {
        loader: 'js',
        resolveDir: dirname(path),
        contents: [
          "import { unpackData } from './packed-data.ts';",
          `export const shippedData = unpackData(${JSON.stringify(packData(shippedData))});`,
          ...Object.entries(others).map(
            ([name, value]) => `export const ${name} = ${JSON.stringify(value)};`,
          ),
        ].join('\n'),
      };
    });
  },
};

// Most of this package is data: shipped once, without source map, and code without what only people need.
const options: Options = library({
  sourcemap: false,
  minify: true,
  esbuildPlugins: [packedData],
  esbuildOptions: (settings) => {
    settings.charset = 'utf8';
  },
});

export default options;
