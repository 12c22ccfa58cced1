/** Names under which the parts of a weight are stored and fed, from the weight's own. */
export const partNames = {
  values: (weight: string): string => `${weight}.values`,
  scales: (weight: string): string => `${weight}.scales`,
  zeroPoints: (weight: string): string => `${weight}.zero_points`,
  /** As PEFT names them, but for its prefix. */
  adapterA: (weight: string): string => `${layerOf(weight)}.lora_A.weight`,
  adapterB: (weight: string): string => `${layerOf(weight)}.lora_B.weight`,
  /** The factor on `B · A`. */
  adapterScale: (weight: string): string => `${layerOf(weight)}.lora_scale`,
} as const;

/** The parts of a quantized weight, and their names after the weight's own. */
const quantizedParts = /\.(values|scales|zero_points)$/;

/** The weight that a part of a quantized one belongs to, or null. */
export function quantizedOwner(name: string): string | null {
  return quantizedParts.test(name) ? name.replace(quantizedParts, '') : null;
}

/** Some rows of a weight that is used in pieces; only graphs know of them. */
export function pieceName(weight: string, index: number): string {
  return `${weight}.piece.${index}`;
}

/** Whether a part belongs to an adapter's matrices. */
export function isAdapterPart(name: string): boolean {
  return /\.lora_[AB]\.weight$/.test(name);
}

/** Whether a part belongs to a quantized weight. */
export function isQuantizedPart(name: string): boolean {
  return quantizedParts.test(name);
}

/** The name of the module that a weight belongs to. */
export function layerOf(weight: string): string {
  return weight.endsWith('.weight') ? weight.slice(0, -'.weight'.length) : weight;
}
