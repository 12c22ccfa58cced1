import type { Options } from 'tsup';
import { library } from '../../tsup.base.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

/**
 * Ships the data as one JSON text: it loads five times faster than the same data as program text, and the
 * files in `src/data` stay what people read and mend.
 */
export const dataAsJson: Plugin = {
  name: 'data-as-json',
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /ontology[\\/]src[\\/]data[\\/]index\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await esbuild.build({
        entryPoints: [path],
        bundle: true,
        format: 'esm',
        write: false,
      });
      const text = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
      const data: object = { ...(await import(`data:text/javascript;base64,${text}`)) };
      const json = JSON.stringify(JSON.stringify(data));
      const names = Object.keys(data).join(', ');
      return { contents: `export const { ${names} } = JSON.parse(${json});` };
    });
  },
};

// Data makes up nine tenths of this package: shipped once, without source or source map, it stays below 200 kB.
const options: Options = library({ sourcemap: false, esbuildPlugins: [dataAsJson] });

export default options;
