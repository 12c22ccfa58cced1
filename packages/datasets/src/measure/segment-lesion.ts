/** An RGB image, channels in 0 to 1, row-major. */
export interface FloatImage {
  readonly width: number;
  readonly height: number;
  /** `width * height * 3`. */
  readonly data: Float32Array;
}

/** Which pixels belong to the lesion. */
export interface LesionMask {
  readonly width: number;
  readonly height: number;
  /** 1 inside, 0 outside; `width * height`. */
  readonly inside: Uint8Array;
  readonly area: number;
}

/** How far each pixel is from the color of the surrounding skin, and a threshold that parts the two. */
export interface Separation {
  readonly distance: Float32Array;
  readonly threshold: number;
  /** Between-class share of the variance at the threshold (Otsu), 0 to 1, times the spread of distances. */
  readonly contrast: number;
  /** Mean color of the surrounding skin. */
  readonly skin: readonly [number, number, number];
}

/** Shrinks an 8-bit image by averaging so that its longer side is at most `longest` pixels. */
export function toFloatImage(
  image: { readonly width: number; readonly height: number; readonly data: Uint8Array },
  longest: number,
): FloatImage {
  const factor = Math.max(1, Math.ceil(Math.max(image.width, image.height) / longest));
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const data = new Float32Array(width * height * 3);
  const scale = 1 / (255 * factor * factor);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          const row = (y * factor + dy) * image.width + x * factor;
          for (let dx = 0; dx < factor; dx++) sum += image.data[(row + dx) * 3 + channel] as number;
        }
        data[(y * width + x) * 3 + channel] = sum * scale;
      }
    }
  }
  return { width, height, data };
}

/** Lightness of a color, 0 to 1 (Rec. 709 weights). */
export function lightness(r: number, g: number, b: number): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Parts lesion from skin by distance from the skin's color, which is read at the rim of the frame. */
export function separateLesion(image: FloatImage): Separation {
  const { width, height, data } = image;
  const skin = rimColor(image);
  const distance = new Float32Array(width * height);
  for (let pixel = 0; pixel < distance.length; pixel++) {
    let sum = 0;
    for (let channel = 0; channel < 3; channel++) {
      const difference = (data[pixel * 3 + channel] as number) - (skin[channel] as number);
      sum += difference * difference;
    }
    distance[pixel] = Math.sqrt(sum);
  }
  const { threshold, share } = otsu(distance);
  let inner = 0;
  let count = 0;
  for (const value of distance) {
    if (value <= threshold) continue;
    inner += value;
    count++;
  }
  const mean = count > 0 ? inner / count : 0;
  return { distance, threshold, contrast: share * Math.min(1, mean / 0.25), skin };
}

/** Median color of the frame's outer 6 %, channel by channel. */
function rimColor({ width, height, data }: FloatImage): [number, number, number] {
  const rim = Math.max(1, Math.round(Math.min(width, height) * 0.06));
  const samples: [number[], number[], number[]] = [[], [], []];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inner = x >= rim && x < width - rim && y >= rim && y < height - rim;
      if (inner) continue;
      for (let channel = 0; channel < 3; channel++) {
        (samples[channel] as number[]).push(data[(y * width + x) * 3 + channel] as number);
      }
    }
  }
  const median = (values: number[]): number =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
  return [median(samples[0]), median(samples[1]), median(samples[2])];
}

/** Otsu's threshold: the cut that explains most of the variance (Otsu, 1979), in 128 bins. */
function otsu(values: Float32Array): { threshold: number; share: number } {
  let maximum = 0;
  for (const value of values) maximum = Math.max(maximum, value);
  if (maximum === 0) return { threshold: 0, share: 0 };
  const bins = new Float64Array(128);
  for (const value of values) {
    const bin = Math.min(127, Math.floor((value / maximum) * 128));
    bins[bin] = (bins[bin] as number) + 1;
  }
  const total = values.length;
  let sum = 0;
  let squares = 0;
  bins.forEach((count, bin) => {
    sum += count * bin;
    squares += count * bin * bin;
  });
  const variance = squares / total - (sum / total) ** 2;
  let best = { threshold: 0, share: 0 };
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < 127; bin++) {
    below += bins[bin] as number;
    sumBelow += (bins[bin] as number) * bin;
    if (below === 0 || below === total) continue;
    const gap = sumBelow / below - (sum - sumBelow) / (total - below);
    const between = (below / total) * (1 - below / total) * gap * gap;
    const share = variance > 0 ? between / variance : 0;
    if (share > best.share) best = { threshold: ((bin + 1) / 128) * maximum, share };
  }
  return best;
}

/** The largest connected region beyond a threshold, its holes filled. */
export function lesionMask(
  { width, height }: FloatImage,
  distance: Float32Array,
  threshold: number,
): LesionMask {
  const beyond = Uint8Array.from(distance, (value) => (value > threshold ? 1 : 0));
  const inside = fillHoles(largestRegion(beyond, width, height), width, height);
  let area = 0;
  for (const pixel of inside) area += pixel;
  return { width, height, inside, area };
}

function largestRegion(mask: Uint8Array, width: number, height: number): Uint8Array {
  const label = new Int32Array(mask.length);
  let best = { label: 0, size: 0 };
  let next = 0;
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] === 0 || label[start] !== 0) continue;
    next++;
    const size = flood(start, width, height, (at) => {
      if (mask[at] === 0 || label[at] !== 0) return false;
      label[at] = next;
      return true;
    });
    if (size > best.size) best = { label: next, size };
  }
  return Uint8Array.from(label, (value) => (best.label > 0 && value === best.label ? 1 : 0));
}

function fillHoles(mask: Uint8Array, width: number, height: number): Uint8Array {
  const outside = new Uint8Array(mask.length);
  const claim = (at: number): boolean => {
    if (mask[at] === 1 || outside[at] === 1) return false;
    outside[at] = 1;
    return true;
  };
  for (let x = 0; x < width; x++) {
    flood(x, width, height, claim);
    flood((height - 1) * width + x, width, height, claim);
  }
  for (let y = 0; y < height; y++) {
    flood(y * width, width, height, claim);
    flood(y * width + width - 1, width, height, claim);
  }
  return outside.map((pixel) => 1 - pixel);
}

/** Visits four-connected pixels from `start` for as long as `claim` takes them; how many it took. */
function flood(
  start: number,
  width: number,
  height: number,
  claim: (at: number) => boolean,
): number {
  if (!claim(start)) return 0;
  const stack = [start];
  let size = 0;
  while (stack.length > 0) {
    const at = stack.pop() as number;
    size++;
    const x = at % width;
    const y = (at - x) / width;
    if (x > 0 && claim(at - 1)) stack.push(at - 1);
    if (x < width - 1 && claim(at + 1)) stack.push(at + 1);
    if (y > 0 && claim(at - width)) stack.push(at - width);
    if (y < height - 1 && claim(at + width)) stack.push(at + width);
  }
  return size;
}
