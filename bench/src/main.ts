/**
 * `pnpm bench NAME [options]`: runs one benchmark and prints its figures. Those that run a model take
 * `--device cpu`, `webgpu` or `cuda`.
 *
 * A benchmark is a file beside this one that exports `run(options)`; list it here.
 */
const benchmarks: Record<string, () => Promise<{ run: (options: string[]) => Promise<void> }>> = {
  'train-step': () => import('./train-step.ts'),
  generate: () => import('./generate.ts'),
  answers: () => import('./answers.ts'),
  'model-step': () => import('./model-step.ts'),
  'step-memory': () => import('./step-memory.ts'),
  ontology: () => import('./ontology.ts'),
  rationale: () => import('./rationale.ts'),
  pdf: () => import('./pdf.ts'),
  open: () => import('./open.ts'),
  quantization: () => import('./quantization.ts'),
  peers: () => import('./peers.ts'),
  rewards: () => import('./rewards.ts'),
  'reward-service': () => import('./reward-service.ts'),
  runs: () => import('./runs.ts'),
  signal: () => import('./signal.ts'),
  'image-quality': () => import('./image-quality.ts'),
  saliency: () => import('./saliency.ts'),
  sampling: () => import('./sampling.ts'),
};

const [name, ...options] = process.argv.slice(2).filter((argument) => argument !== '--');
const benchmark = benchmarks[name ?? ''];
if (benchmark) {
  await (await benchmark()).run(options);
} else {
  const known = Object.keys(benchmarks).join(', ');
  console.error(
    `${name ? `There is no benchmark '${name}'.` : 'Name a benchmark.'} There are: ${known}`,
  );
  process.exitCode = 1;
}
