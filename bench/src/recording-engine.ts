import { type Engine, type Feeds, Graph, type Session } from '@skinr1/autograd';

/** A graph that ran, and what it was fed last. */
export interface Recording {
  readonly graph: Graph;
  feeds: Feeds;
}

/** An engine that does what another does and notes every graph by name. */
export function recordingEngine(engine: Engine): {
  engine: Engine;
  recordings: Map<string, Recording>;
} {
  const recordings = new Map<string, Recording>();
  const load: Engine['load'] = async (model, options) => {
    const session = await engine.load(model, options);
    if (!(model instanceof Graph)) return session;
    const recording: Recording = { graph: model, feeds: {} };
    recordings.set(model.name, recording);
    const run: Session['run'] = (feeds, choice) => {
      recording.feeds = feeds;
      return session.run(feeds, choice);
    };
    return {
      inputs: session.inputs,
      outputs: session.outputs,
      run,
      release: () => session.release(),
    };
  };
  const wrapped: Engine = {
    device: engine.device,
    load,
    upload: (tensor) => engine.upload(tensor),
    download: (handle) => engine.download(handle),
    close: () => engine.close(),
  };
  return { engine: wrapped, recordings };
}
