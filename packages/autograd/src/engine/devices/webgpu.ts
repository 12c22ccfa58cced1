import type { Device } from './device.ts';

const driver = {
  linux:
    'Install a Vulkan driver for the graphics card and the Vulkan loader (Debian and Ubuntu: libvulkan1), and set XDG_RUNTIME_DIR to any folder.',
  darwin: 'It needs a Mac with Metal.',
  win32: 'Install a driver for the graphics card with Direct3D 12.',
} as const;

/** A graphics card of any maker, through Vulkan, Metal or Direct3D. The npm package contains all else. */
export const webgpu: Device = {
  name: 'webgpu',
  provider: 'webgpu',
  // The binding has no float64 tensors on this device.
  holds: (dtype) => dtype !== 'float64',
  mend: (reason) =>
    /backend not found|not supported in this build/i.test(reason)
      ? 'This build of onnxruntime-node has no WebGPU: use one that has, or the device "cpu".'
      : `${driver[process.platform as keyof typeof driver] ?? driver.linux} Or use the device "cpu".`,
};
