import type { Graph, Tensor, Value } from '@skinr1/autograd';
import type { ParameterSpec } from '../architecture/parameters.ts';
import type { ModelConfig } from '../config.ts';
import type { ImagePatches } from '../image/patches.ts';
import type { ImageProcessorConfig } from '../image/processor-config.ts';
import type { RgbImage } from '../image/resize.ts';
import type { Tokenizer, TokenizerOptions } from '../tokenizer/tokenizer.ts';
import type { TokenizerFiles } from '../tokenizer/train.ts';
import type { GraphWeights } from '../weights/graph-weights.ts';
import type { Weight } from '../weights/weight.ts';

/** Positions of one row of tokens, axis by axis. */
export interface RowPositions {
  /** `[axes, length]` */
  readonly positions: Int32Array;
  /** Position, the same on all axes, of the token that follows. */
  readonly next: number;
}

/** Images of a batch as the vision tower's feeds; each different image is there once. */
export interface VisionBatch {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Rows of the tower's output, padding included. */
  readonly rowCount: number;
  /** Rows of the tower's output that hold an image's tokens, in the order of the prompt. */
  featureRows(image: ImagePatches): Int32Array;
}

/** One image as the vision tower's feeds, computed in a graph. */
export interface GraphLayout {
  /** Of the names of {@link VisionBatch.feeds}. */
  readonly feeds: Readonly<Record<string, Value>>;
  /** Rows of the tower's output that hold the image's tokens, in the order of the prompt, int64 `[tokens]`. */
  readonly featureRows: Value;
}

/** Query and key (with their positions in them) and value of a layer's rows, `[N, heads * headSize]`. */
export interface AttentionInputs {
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
}

/**
 * Attention of one layer, `[N, headCount * headSize]`. The caller of a text stack gives it, since over
 * whole rows, over packed answers and with a cache it differs, while the rest of the layer does not.
 */
export type Attend = (layer: number, inputs: AttentionInputs) => Value;

/** What the caller of a text stack does inside and behind its layers. */
export interface TextLayers {
  readonly attend: Attend;
  /** What goes on behind a layer, of its output `[N, hiddenSize]`: there features of images are added. */
  readonly after: (layer: number, x: Value) => Value;
}

/**
 * A vision-language architecture: all that generator, learners and loader need to know of it. Each is
 * one folder beside this file. Methods are given configurations that the family itself made.
 */
export interface Family<Config extends ModelConfig = ModelConfig> {
  /** `model_type` of its `config.json`. */
  readonly modelType: string;
  /** Name for people. */
  readonly title: string;
  /** Jinja template of folders that bring none. */
  readonly chatTemplate: string;
  /** Settings of the image processor of folders that bring none. */
  readonly imageDefaults: ImageProcessorConfig;
  /** Axes of a token's position. */
  readonly positionAxes: number;

  /**
   * Reads `config.json`.
   *
   * @param source what to name in errors
   * @throws InvalidInputError naming the field and the mend
   */
  parseConfig(json: unknown, source: string): Config;
  /** The `config.json` that {@link parseConfig} and Transformers read. */
  formatConfig(config: Config): Record<string, unknown>;
  /** Reads the image processor's file. Throws InvalidInputError. */
  parseImageProcessor(json: unknown, source: string): ImageProcessorConfig;
  /** The file that {@link parseImageProcessor} and Transformers read. */
  formatImageProcessor(settings: ImageProcessorConfig, config: Config): Record<string, unknown>;

  /**
   * Makes the tokenizer of a folder's files. Throws InvalidInputError.
   *
   * @defaultValue `createTokenizer`, byte-level BPE
   */
  createTokenizer?(files: TokenizerFiles, options: TokenizerOptions): Tokenizer;

  /** All weights, under the names that published checkpoints use. */
  parameters(config: Config): readonly ParameterSpec[];
  /** The published name of a stored weight: other layouts have other names. */
  publishedName(stored: string): string;
  /**
   * The names that layouts give to a weight, always in the same order: the published one first, that of the
   * newest Transformers, by which PEFT knows it, last.
   */
  storedNames(published: string): readonly string[];
  /** Whether a weight belongs to the vision tower. */
  isVisionWeight(name: string): boolean;
  /** Tokens that stand for images and never belong in an answer. */
  visionTokenIds(config: Config): readonly number[];

  /** Pixels, resized and cut, as the vision tower takes them. Throws InvalidInputError. */
  cutImage(image: RgbImage, settings: ImageProcessorConfig, config: Config): ImagePatches;
  /** Tokens that no image becomes more of, whatever its size: a bound, to know without decoding any. */
  mostImageTokens(settings: ImageProcessorConfig, config: Config): number;
  /** Lays out images for the vision tower; a batch of none gets one blank. */
  layOutImages(images: Iterable<ImagePatches>, config: Config): VisionBatch;
  /**
   * What {@link layOutImages} does, in a graph and for one image, from what other programs feed to vision encoders:
   * declares `pixel_values` float32 `[tokens · mergeSize², patchWidth]` and the image's grid int64 `[1, 3]` (frames,
   * patches down and across) under its usual name. Left out by families whose encoders other programs do not run.
   */
  layOutInGraph?(graph: Graph, config: Config): GraphLayout;
  /** Positions of a prompt's tokens, image tokens already repeated. Throws InvalidInputError. */
  positions(
    tokenIds: ArrayLike<number>,
    images: readonly ImagePatches[],
    config: Config,
  ): RowPositions;

  /**
   * Declares the feeds of {@link layOutImages} and computes image features, each `[rows, hiddenSize]`: first
   * those that take the place of the images' embeddings, then those that are added behind the first layers,
   * one after the other (DeepStack).
   *
   * @param isInParts for large images: patches in parts and heads in groups, one after another, so that less is in
   *   memory at a time. @defaultValue false
   */
  visionTower(
    graph: Graph,
    weights: GraphWeights,
    config: Config,
    isInParts?: boolean,
  ): readonly [embeddings: Value, ...behindLayers: Value[]];
  /** How many features {@link visionTower} gives. */
  featureCount(config: Config): number;
  /** Embeddings of token ids, `[…ids, hiddenSize]`. */
  embed(weights: GraphWeights, config: Config, tokenIds: Value): Value;
  /**
   * The language model from embeddings `[N, hiddenSize]` to the last hidden state, normed. Each layer is a segment
   * (`ops.segment`), so that learners can compute it a second time instead of holding it.
   *
   * @param positions float32 `[positionAxes, N]`
   */
  textStack(
    weights: GraphWeights,
    config: Config,
    embedded: Value,
    positions: Value,
    layers: TextLayers,
  ): Value;
  /** The matrix that scores the vocabulary, `[vocabularySize, hiddenSize]`. */
  outputMatrix(weights: GraphWeights, config: Config): Weight;
}

/** A family with a configuration of its own: what graphs are built from. */
export interface Architecture {
  readonly family: Family;
  readonly config: ModelConfig;
}
