/*
 * Does with transformers.js what `bench peers` asks, on the folder that ours exported: the same weights, inputs and
 * threads. Its argument is the number of threads. Reads one JSON object a line, answers with one, as the scripts in
 * tools/peers do.
 */
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { readSafetensors, type Tensor as StoredTensor } from '@skinr1/autograd';
import { AutoModelForImageTextToText, cat, env, Tensor } from '@xenova/transformers';
import { clearPeak, peakMib } from './peak-memory.ts';

interface Asked {
  readonly work: 'open' | 'generate';
  readonly folder: string;
  readonly inputs: string;
  readonly group: number;
  readonly tokens: number;
  readonly sample: boolean;
  /** In how many calls the answers of a group are made. */
  readonly calls: number;
}

type Model = Awaited<ReturnType<typeof AutoModelForImageTextToText.from_pretrained>> & {
  encode_image(images: Record<string, Tensor>): Promise<Tensor>;
};

const threads = Number(process.argv[2]);
let model: Model;

async function open({ folder }: Asked): Promise<object> {
  env.allowRemoteModels = false;
  env.localModelPath = `${dirname(folder)}/`;
  const options = { session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 } };
  model = (await AutoModelForImageTextToText.from_pretrained(basename(folder), options)) as Model;
  const encode = model.encode_image.bind(model);
  // Rows of a batch are of one image, which is seen once, as with ours.
  model.encode_image = async ({ pixel_values: pixels, image_grid_thw: grids }) => {
    const count = grids!.dims[0]!;
    const first = { pixel_values: pixels!, image_grid_thw: grids!.slice([0, 1]) };
    const features = await encode(first);
    return count === 1 ? features : cat(new Array<Tensor>(count).fill(features), 0);
  };
  return { seconds: 0, count: 0 };
}

async function generate({ inputs, group, tokens, sample, calls }: Asked): Promise<object> {
  const { tensors } = await readSafetensors(inputs);
  const rows = group / calls;
  const repeated = (stored: StoredTensor) => cat(new Array<Tensor>(rows).fill(asTheirs(stored)), 0);
  const { input_ids: ids, pixel_values: pixels, image_grid_thw: grid } = tensors;
  const prompt = ids!.dims[1]!;
  const given = {
    input_ids: repeated(ids!),
    attention_mask: new Tensor('int64', new BigInt64Array(rows * prompt).fill(1n), [rows, prompt]),
    ...(pixels ? { pixel_values: asTheirs(pixels) } : {}),
    image_grid_thw: grid ? repeated(grid) : new Tensor('int64', new BigInt64Array(0), [0, 3]),
    max_new_tokens: tokens,
    ...(sample ? { do_sample: true, temperature: 1, top_k: 0 } : { do_sample: false }),
  };
  const start = performance.now();
  let count = 0;
  for (let call = 0; call < calls; call++) {
    const output = (await model.generate(given)) as Tensor;
    count += rows * (output.dims[1]! - prompt);
  }
  // Of a first pass alone the tokens that were read count, as with ours.
  return { seconds: (performance.now() - start) / 1000, count: tokens === 1 ? prompt : count };
}

function asTheirs({ dtype, dims, data }: StoredTensor): Tensor {
  return new Tensor(dtype as 'float32' | 'int64', data as Float32Array, [...dims]);
}

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Asked;
  clearPeak();
  const before = peakMib();
  const answer = await (asked.work === 'open' ? open(asked) : generate(asked));
  console.log(JSON.stringify({ ...answer, peak_mib: peakMib() - before }));
}
