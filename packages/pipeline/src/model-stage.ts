import { loadModel, type Model } from '@skinr1/model';
import {
  defineStage,
  type Stage,
  type StageContext,
  type StageDefinition,
  type StageNeeds,
} from './stage.ts';

/** Weights that a stage left, as a Hugging Face folder. */
export interface ModelFolder {
  /** From the run's folder. */
  readonly path: string;
  /** Loads it into the engine of the stage that asks, which releases it. */
  load(context: StageContext): Promise<Model>;
}

/** A stage that leaves weights in `models/NAME`; `make` gives the model, which the stage then releases. */
export function modelStage<Needs extends StageNeeds>({
  name,
  make,
  ...definition
}: Pick<StageDefinition<ModelFolder, Needs>, 'name' | 'needs' | 'settings'> & {
  readonly make: StageDefinition<Model, Needs>['run'];
}): Stage<ModelFolder> {
  const path = `models/${name}`;
  const folder: ModelFolder = {
    path,
    load: async ({ directory, engine }) =>
      loadModel(directory.file(path), { engine: await engine() }),
  };
  return defineStage({
    ...definition,
    name,
    kept: { path, open: async () => folder },
    async run(inputs, context) {
      const model = await make(inputs, context);
      await model.save(context.directory.file(path));
      await model.release();
      return folder;
    },
  });
}

/** Teaches a model that a stage left; it is released if the training fails. */
export async function teach(
  { load }: ModelFolder,
  context: StageContext,
  train: (model: Model) => Promise<void>,
): Promise<Model> {
  const model = await load(context);
  try {
    await train(model);
  } catch (error) {
    await model.release();
    throw error;
  }
  return model;
}
