import { floatAttribute } from '../../graph/attribute.ts';
import type { Graph, Value } from '../../graph/graph.ts';
import type { Lowering } from '../../graph/lower-graph.ts';
import { cast, cos, inverseRootMeanSquare, sin } from '../../ops/index.ts';
import type { Device } from './device.ts';
import { unfusedLowerings } from './unfused-lowerings.ts';

const driver = {
  linux:
    'Install a Vulkan driver for the graphics card and the Vulkan loader (Debian and Ubuntu: libvulkan1), and set XDG_RUNTIME_DIR to any folder.',
  darwin: 'It needs a Mac with Metal.',
  win32: 'Install a driver for the graphics card with Direct3D 12.',
} as const;

/**
 * The kernel computes the result but leaves its second output, 1/√(mean x² + ε), as it finds it
 * (onnxruntime 1.30.0). Gradients read it, so it is computed by nodes of its own.
 */
const rmsNorm: Lowering = (node, graph) => {
  const [x] = node.inputs;
  const [y, statistic] = node.outputs;
  if (!x || !y) throw new Error(`unreachable: ${node.op} has an input and an output`);
  graph.insert({ ...node, outputs: [y] });
  if (!statistic) return;
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  rename(graph, inverseRootMeanSquare(cast(x, statistic.dtype), epsilon), statistic);
};

/**
 * WGSL lets sine and cosine be off by 2⁻¹¹, and more outside [−π, π] (WebGPU Shading Language, accuracy of
 * built-in functions); rotary embeddings take them of angles of thousands. In float64, which the device
 * does not have, they run on the processor: little work on small tensors.
 */
function exactly(f: (x: Value) => Value): Lowering {
  return (node, graph) => {
    const [x] = node.inputs;
    const [y] = node.outputs;
    if (!x || !y) throw new Error(`unreachable: ${node.op} has an input and an output`);
    rename(graph, cast(f(cast(x, 'float64')), y.dtype), y);
  };
}

/** Lets a value stand under the name of one that is not computed any more. */
function rename(graph: Graph, value: Value, as: Value): void {
  graph.insert({ op: 'Identity', domain: '', inputs: [value], outputs: [as], attributes: {} });
}

/** A graphics card of any maker, through Vulkan, Metal or Direct3D. The npm package contains all else. */
export const webgpu: Device<'webgpu'> = {
  name: 'webgpu',
  provider: 'webgpu',
  // The binding has no float64 tensors on this device.
  holds: (dtype) => dtype !== 'float64',
  lowerings: {
    SimplifiedLayerNormalization: rmsNorm,
    Cos: exactly(cos),
    Sin: exactly(sin),
    ...unfusedLowerings,
  },
  mend: (reason) =>
    /backend not found|not supported in this build/i.test(reason)
      ? 'This build of onnxruntime-node has no WebGPU: use one that has, or the device "cpu".'
      : `${driver[process.platform as keyof typeof driver] ?? driver.linux} Or use the device "cpu".`,
};
