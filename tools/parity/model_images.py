"""Fixtures for packages/model: Pillow's bicubic resize, smart_resize, Transformers' patches of Qwen2-VL and Qwen3-VL, and
what its processor that works with Pillow makes of files of many kinds.

python tools/parity/model_images.py packages/model/test/fixtures
"""

import base64
import collections
import gzip
import hashlib
import io
import json
import sys

import numpy as np
from image_files import all_files, picture
from PIL import Image, ImageOps
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil, smart_resize


def shown(kind, data):
    """The image as it is handed to the processor; of kinds that we choose to read otherwise, read so."""
    image = Image.open(io.BytesIO(data))
    if kind.endswith("16-bit gray"):
        # Pillow would cut levels off at 255, which makes nearly all of them white.
        levels = np.asarray(image).astype(int)
        levels = np.round(levels / 257) if kind.startswith("ppm") else levels >> 8
        return Image.fromarray(levels.astype(np.uint8))
    if kind == "gif small frame":
        # Pillow fills the screen around the frame with the first color of the palette, our decoder with black.
        (_, box, *_), *_ = image.tile
        frame = image.convert("RGB").crop(box)
        image = Image.new("RGB", image.size, "black")
        image.paste(frame, box)
        return image
    return ImageOps.exif_transpose(image)


def files():
    """What the processor makes of each file: its grid and the bytes of its resized pixels, cut into patches."""
    processor = Qwen2VLImageProcessorPil(size={"shortest_edge": 784, "longest_edge": 28 * 84},
                                         do_rescale=False, do_normalize=False)
    found = []
    for kind, data in all_files():
        got = processor(shown(kind, data), return_tensors="np")
        pixels = got["pixel_values"].astype(np.uint8).tobytes()
        row = {"kind": kind, "grid": got["image_grid_thw"][0].tolist(), "sha256": hashlib.sha256(pixels).hexdigest(),
               "file": base64.b64encode(data).decode()}
        if kind == "tiff premultiplied":
            row["pixels"] = base64.b64encode(pixels).decode()
        found.append(row)
    print(len(found), dict(collections.Counter(row["kind"] for row in found)))
    return found


def qwen3():
    """The same files, pictures and smart_resize with the settings that Qwen3-VL is published with: patches of 16 pixels,
    bounds of its own but for the files, which are small, and pixels from -1 to 1. Of each kind a hash of its files'
    resized pixels, one after the other."""
    size = {"shortest_edge": 65536, "longest_edge": 16777216}
    settings = {"patch_size": 16, "image_mean": [0.5] * 3, "image_std": [0.5] * 3}
    plain = Qwen2VLImageProcessorPil(**settings, size={"shortest_edge": 1024, "longest_edge": 32 * 96},
                                     do_rescale=False, do_normalize=False)
    kinds = {}
    for kind, data in all_files():
        if kind == "tiff premultiplied":
            continue
        got = plain(shown(kind, data), return_tensors="np")
        row = kinds.setdefault(kind, {"grids": [], "hash": hashlib.sha256()})
        row["grids"].append(got["image_grid_thw"][0].tolist())
        row["hash"].update(got["pixel_values"].astype(np.uint8).tobytes())
    files = [{"kind": kind, "grids": row["grids"], "sha256": row["hash"].hexdigest()} for kind, row in kinds.items()]
    sides = [33, 100, 257, 500, 1000, 3024, 4032, 5001, 6000]
    smart = [[h, w, *smart_resize(h, w, 32, size["shortest_edge"], size["longest_edge"])]
             for h in sides for w in sides if max(h, w) / min(h, w) <= 200]
    processor = Qwen2VLImageProcessorPil(**settings, size=size)
    return {"files": files, "smart": smart, "patches": patches_of(processor, [(90, 61), (300, 270), (330, 200)])}


def patches_of(processor, sizes):
    """Shape, mean and some values of what a processor makes of pictures."""
    patches = []
    for w, h in sizes:
        got = processor(Image.fromarray(picture(w, h)), return_tensors="np")
        values = got["pixel_values"].astype(np.float64)
        places = np.linspace(0, values.size - 1, 40).astype(int)
        patches.append({"from": [w, h], "grid": got["image_grid_thw"][0].tolist(), "shape": list(values.shape),
                        "mean": float(values.mean()), "places": places.tolist(),
                        "values": values.flatten()[places].tolist()})
    return patches


def main(folder):
    resizes = []
    # The last three are those at which Pillow does columns first, from version 13 on.
    for w, h, tw, th in [(50, 37, 42, 28), (20, 23, 56, 56), (100, 61, 28, 28), (28, 40, 28, 56), (30, 30, 30, 30),
                         (57, 76, 36, 20), (21, 76, 12, 36), (14, 40, 28, 28)]:
        out = np.asarray(Image.fromarray(picture(w, h)).resize((tw, th), Image.BICUBIC))
        resizes.append({"from": [w, h], "to": [tw, th], "data": base64.b64encode(out.tobytes()).decode()})
    smart = []
    for h in list(range(20, 1164, 13)) + [42, 70, 98, 126, 154, 182, 210]:
        for w in (56, 70, 333):
            smart.append([h, w, *smart_resize(h, w, 28, 3136, 448 * 448)])
    processor = Qwen2VLImageProcessorPil(size={"shortest_edge": 3136, "longest_edge": 112 * 112})
    patches = patches_of(processor, [(90, 61), (200, 130)])
    with open(f"{folder}/images.json", "w") as file:
        json.dump({"resizes": resizes, "smart": smart, "patches": patches}, file)
    with open(f"{folder}/images-qwen3.json", "w") as file:
        json.dump(qwen3(), file)
    with open(f"{folder}/image-files.json.gz", "wb") as file:
        file.write(gzip.compress(json.dumps(files()).encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1])
