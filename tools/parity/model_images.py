"""Fixtures for packages/model: Pillow's bicubic resize, smart_resize, and Transformers' Qwen2-VL patches.

python tools/parity/model_images.py packages/model/test/fixtures
"""

import base64
import json
import sys

import numpy as np
from PIL import Image
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil, smart_resize


def picture(width, height):
    """A gradient with hard edges and a little noise, the same in TypeScript."""
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing="ij")
    return ((x * 7 + y * 13 + c * 50 + ((x // 5 + y // 3) % 2) * 90 + (x * y * (c + 3)) % 11) % 256).astype(np.uint8)


def main(folder):
    resizes = []
    # Sizes at which every version of Pillow does rows first.
    for w, h, tw, th in [(50, 37, 42, 28), (20, 23, 56, 56), (100, 61, 28, 28), (28, 40, 28, 56), (30, 30, 30, 30)]:
        out = np.asarray(Image.fromarray(picture(w, h)).resize((tw, th), Image.BICUBIC))
        resizes.append({"from": [w, h], "to": [tw, th], "data": base64.b64encode(out.tobytes()).decode()})
    smart = []
    for h in list(range(20, 1164, 13)) + [42, 70, 98, 126, 154, 182, 210]:
        for w in (56, 70, 333):
            smart.append([h, w, *smart_resize(h, w, 28, 3136, 448 * 448)])
    processor = Qwen2VLImageProcessorPil(size={"shortest_edge": 3136, "longest_edge": 112 * 112})
    patches = []
    for w, h in [(90, 61), (200, 130)]:
        got = processor(Image.fromarray(picture(w, h)), return_tensors="np")
        values = got["pixel_values"].astype(np.float64)
        places = np.linspace(0, values.size - 1, 40).astype(int)
        patches.append({"from": [w, h], "grid": got["image_grid_thw"][0].tolist(), "shape": list(values.shape),
                        "mean": float(values.mean()), "places": places.tolist(),
                        "values": values.flatten()[places].tolist()})
    with open(f"{folder}/images.json", "w") as file:
        json.dump({"resizes": resizes, "smart": smart, "patches": patches}, file)


if __name__ == "__main__":
    main(sys.argv[1])
