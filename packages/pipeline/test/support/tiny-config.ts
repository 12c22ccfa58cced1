import { demoConfig, type RunConfig } from '../../src/run-config.ts';

/** The demonstration at a size that runs in seconds; it learns nothing worth mentioning. */
export function tinyConfig(): RunConfig {
  const demo = demoConfig();
  const layers = { hiddenSize: 32, intermediateSize: 64, layerCount: 1, headCount: 2 };
  return {
    ...demo,
    source: { kind: 'embedded', lesionsPerDisease: 8, pretrainingLesionsPerDisease: 2 },
    data: { ...demo.data, trajectoriesPerDiagnosisAndType: 2, benchmarkQuestions: 4 },
    model: {
      vocabularySize: 600,
      imageSize: 56,
      text: { ...layers, keyValueHeadCount: 1 },
      vision: layers,
    },
    vision: { ...demo.vision, steps: 4, imagesPerStep: 8 },
    base: { ...demo.base, steps: 2, promptsPerStep: 4 },
    sft: { ...demo.sft, steps: 6, promptsPerStep: 4 },
    grpo: { ...demo.grpo, steps: 2, promptsPerStep: 2, promptsPerUpdate: 1, groupSize: 2 },
    labels: { ...demo.labels, steps: 2, promptsPerStep: 2 },
    maxTokens: 24,
    maxAnswerTokens: 400,
    checkpointEvery: 2,
  };
}
