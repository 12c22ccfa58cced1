import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { createEngine, type Engine } from './ag.ts';

/** Where packages of Chromium and Chrome put SwiftShader, a Vulkan driver that needs no graphics card. */
const drivers = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'].map(
  (folder) => `${folder}/vk_swiftshader_icd.json`,
);

/**
 * What a process needs in its environment to find the software driver, unless it names a driver already;
 * null where there is none.
 */
export function softwareVulkan(): Record<string, string> | null {
  const driver = process.env.VK_DRIVER_FILES ?? drivers.find((file) => existsSync(file));
  if (driver === undefined) return null;
  return {
    VK_DRIVER_FILES: driver,
    VK_ICD_FILENAMES: driver,
    XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR ?? tmpdir(),
  };
}

/**
 * An engine on WebGPU, with the software driver where it is installed; null, with a message, where none
 * starts.
 */
export async function webgpuEngine(options: { inThread?: boolean } = {}): Promise<Engine | null> {
  Object.assign(process.env, softwareVulkan() ?? {});
  try {
    return await createEngine({ ...options, device: 'webgpu' });
  } catch (error) {
    console.warn(`Tests on WebGPU are skipped. ${(error as Error).message}`);
    console.warn('A driver that needs no graphics card: apt-get install chromium libvulkan1');
    return null;
  }
}
