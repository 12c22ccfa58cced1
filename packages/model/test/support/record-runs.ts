import { type Engine, Graph } from '@skinr1/autograd';

/** An engine that does what another does and notes the name of each graph that runs. */
export function recordRuns(inner: Engine): { readonly engine: Engine; readonly runs: string[] } {
  const runs: string[] = [];
  const engine: Engine = {
    device: inner.device,
    async load(model, options) {
      const session = await inner.load(model, options);
      return {
        inputs: session.inputs,
        outputs: session.outputs,
        run(feeds, choice) {
          if (model instanceof Graph) runs.push(model.name);
          return session.run(feeds, choice);
        },
        release: () => session.release(),
      };
    },
    upload: (tensor) => inner.upload(tensor),
    download: (handle) => inner.download(handle),
    close: () => inner.close(),
  };
  return { engine, runs };
}
