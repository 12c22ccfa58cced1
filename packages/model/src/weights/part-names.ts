/** Names under which the parts of a weight are stored and fed, from the weight's own. */
export const partNames = {
  values: (weight: string): string => `${weight}.values`,
  scales: (weight: string): string => `${weight}.scales`,
  zeroPoints: (weight: string): string => `${weight}.zero_points`,
  /** As PEFT names them, but for its prefix. */
  adapterA: (weight: string): string => `${layerOf(weight)}.lora_A.weight`,
  adapterB: (weight: string): string => `${layerOf(weight)}.lora_B.weight`,
} as const;

/** The factor on every adapter of a model: alpha / rank. */
export const adapterScale = 'lora.scale';

/** Whether a part belongs to an adapter's matrices. */
export function isAdapterPart(name: string): boolean {
  return /\.lora_[AB]\.weight$/.test(name);
}

/** Whether a part belongs to a quantized weight. */
export function isQuantizedPart(name: string): boolean {
  return /\.(values|scales|zero_points)$/.test(name);
}

function layerOf(weight: string): string {
  return weight.endsWith('.weight') ? weight.slice(0, -'.weight'.length) : weight;
}
