import { type Graph, ops, type Value } from '@skinr1/autograd';

/** Where image features go: feature `featureIndex[k]` belongs to token `imagePlace[k]`. */
interface ImagePlaceInputs {
  /** int32 `[K]` */
  readonly featureIndex: Value;
  /** int64 `[K, 1]`, into N */
  readonly imagePlace: Value;
}

/** Declares the image places with symbol K (`imageTokens`). */
export function declareImagePlaces(graph: Graph): ImagePlaceInputs {
  return {
    featureIndex: graph.input('featureIndex', 'int32', ['imageTokens']),
    imagePlace: graph.input('imagePlace', 'int64', ['imageTokens', 1]),
  };
}

/** What images do to the tokens of a batch. */
export interface PlacedImages {
  /** Puts features in the place of the image tokens' embeddings `[N, hiddenSize]`. */
  replace(embedded: Value): Value;
  /** Adds features behind one of the first layers, if the tower has some for it. */
  after(layer: number, x: Value): Value;
}

/** @param features the vision tower's: for the embeddings, then for each of the first layers, `[rows, hiddenSize]` */
export function placeImages(
  features: readonly Value[],
  { featureIndex, imagePlace }: ImagePlaceInputs,
): PlacedImages {
  const [embeddings, ...behindLayers] = features.map((each) =>
    ops.gather(each, featureIndex, 0),
  ) as [Value, ...Value[]];
  return {
    replace: (embedded) => ops.scatterNdUpdate(embedded, imagePlace, embeddings),
    after(layer, x) {
      const added = behindLayers[layer];
      if (!added) return x;
      const before = ops.gather(x, ops.reshape(imagePlace, ['imageTokens']), 0);
      return ops.scatterNdUpdate(x, imagePlace, ops.add(before, added));
    },
  };
}
