import { Graph, inlineGraph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import { masked } from '../architecture/attention.ts';
import { buildVisionGraph, featureName } from '../architecture/generation-graphs.ts';
import { groupQueryAttention } from '../architecture/group-query-attention.ts';
import type { TextConfig } from '../config.ts';
import type { Architecture, AttentionInputs } from '../families/family.ts';
import { declareWeights, type PartFacts } from '../weights/graph-weights.ts';

/** The stored parts of a model's weights, by name. */
type Parts = Readonly<Record<string, PartFacts>>;

/** The vision encoder of one image, as `Family.layOutInGraph` declares it, to `image_features` `[tokens, hiddenSize]`. */
export function buildVisionEncoder(architecture: Architecture, parts: Parts): Graph {
  const { family, config } = architecture;
  const graph = new Graph('vision_encoder');
  const layout = family.layOutInGraph?.(graph, config);
  if (!layout) throw new Error(`unreachable: ${family.title} was checked to be laid out in graphs`);
  const tower = inlineGraph(graph, buildVisionGraph(architecture, parts), layout.feeds);
  const features = tower[featureName(0)] as Value;
  graph.output('image_features', ops.gather(features, layout.featureRows, 0));
  return graph;
}

/** `input_ids` int64 `[batch_size, sequence_length]` to `inputs_embeds` `[batch_size, sequence_length, hiddenSize]`. */
export function buildEmbedTokens({ family, config }: Architecture, parts: Parts): Graph {
  const graph = new Graph('embed_tokens');
  const weights = declareWeights(graph, family.parameters(config), parts);
  const ids = graph.input('input_ids', 'int64', ['batch_size', 'sequence_length']);
  graph.output('inputs_embeds', family.embed(weights, config, ids));
  return graph;
}

/**
 * The decoder, for prompts and for single tokens: `inputs_embeds`, `attention_mask` int64 `[batch_size,
 * total_sequence_length]`, `position_ids` int64 `[3, batch_size, sequence_length]`, `past_key_values.i.key` and
 * `.value` `[batch_size, heads, past_sequence_length, headSize]`, and `num_logits_to_keep`, 0 for all, to `logits` and
 * `present.i.key` and `.value`.
 */
export function buildDecoder({ family, config }: Architecture, parts: Parts): Graph {
  const graph = new Graph('decoder_model_merged');
  const { text } = config;
  const weights = declareWeights(graph, family.parameters(config), parts);
  const axes = ['batch_size', 'sequence_length'] as const;
  const embedded = graph.input('inputs_embeds', 'float32', [...axes, text.hiddenSize]);
  const mask = graph.input('attention_mask', 'int64', ['batch_size', 'total_sequence_length']);
  const positions = graph.input('position_ids', 'int64', [family.positionAxes, ...axes]);
  const kept = graph.input('num_logits_to_keep', 'int64', []);
  const rows = multiplyDims(...axes);
  const lengths = sequenceLengths(mask);
  const hidden = family.textStack(
    weights,
    config,
    ops.reshape(embedded, [rows, text.hiddenSize]),
    ops.cast(ops.reshape(positions, [family.positionAxes, rows]), 'float32'),
    { attend: (layer, inputs) => attend(layer, inputs, lengths, text), after: (_, x) => x },
  );
  const last = lastTokens(ops.reshape(hidden, [...axes, text.hiddenSize]), kept);
  graph.output('logits', family.outputMatrix(weights, config).project(last));
  return graph;
}

/** What attention is told of all layers' sequences. */
interface SequenceLengths {
  /** int32 `[batch_size]`: all that there is of each sequence, less 1. */
  readonly lastPlaces: Value;
  /** int32 scalar */
  readonly total: Value;
  /** `[batch_size, 1, sequence_length, total_sequence_length]` */
  readonly bias: Value;
}

/** Padding stands on the left and is kept out by the bias, so that all sequences are as long. */
function sequenceLengths(mask: Value): SequenceLengths {
  const { graph } = mask;
  const total = ops.cast(graph.dimension('total_sequence_length'), 'int32');
  const isPadding = ops.equal(mask, 0);
  const bias = ops.where(
    isPadding,
    graph.constant('float32', masked),
    graph.constant('float32', 0),
  );
  const axes = ['batch_size', 1, 'sequence_length', 'total_sequence_length'] as const;
  return {
    lastPlaces: ops.expand(ops.sub(total, 1), ['batch_size']),
    total: ops.reshape(total, []),
    bias: ops.expand(ops.unsqueeze(bias, [1, 2]), axes),
  };
}

/** Attention over the cache that the graph is fed, and gives with the new tokens behind it. */
function attend(
  layer: number,
  { query, key, value }: AttentionInputs,
  lengths: SequenceLengths,
  text: TextConfig,
): Value {
  const { graph } = query;
  const sequence = (x: Value) =>
    ops.reshape(x, ['batch_size', 'sequence_length', x.shape[1] as number]);
  const cache = ['batch_size', text.keyValueHeadCount, 'past_sequence_length', text.headSize];
  const past = (part: string) => graph.input(`past_key_values.${layer}.${part}`, 'float32', cache);
  const present = groupQueryAttention(
    {
      query: sequence(query),
      key: sequence(key),
      value: sequence(value),
      pastKey: past('key'),
      pastValue: past('value'),
      ...lengths,
    },
    text,
    'total_sequence_length',
  );
  graph.output(`present.${layer}.key`, present.key);
  graph.output(`present.${layer}.value`, present.value);
  return ops.reshape(present.mixed, query.shape);
}

/** The hidden states of the last tokens; all for 0. */
function lastTokens(hidden: Value, count: Value): Value {
  const { graph } = hidden;
  const start = ops.neg(ops.reshape(count, [1]));
  const end = graph.constant('int64', [2 ** 31 - 1]);
  const [batch, , width] = hidden.shape as [string, string, number];
  return graph.append({
    op: 'Slice',
    inputs: [hidden, start, end, graph.constant('int64', [1])],
    outputs: [{ dtype: hidden.dtype, shape: [batch, 'kept_logits', width] }],
  }).outputs[0] as Value;
}
