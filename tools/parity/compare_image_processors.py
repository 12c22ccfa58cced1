"""How far Transformers' two image processors of Qwen-VL are apart, on the image files of the model package's tests.

One works with Pillow, the other, which is the default where torchvision is installed, with torchvision. Both are given
what `model_images.py` gives the first, whose pixels ours are.   python tools/parity/compare_image_processors.py
"""

import collections

import numpy as np
from image_files import all_files
from model_images import shown
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor

SETTINGS = dict(size={"shortest_edge": 784, "longest_edge": 28 * 84}, do_rescale=False, do_normalize=False)


def main():
    pillow, torchvision = Qwen2VLImageProcessorPil(**SETTINGS), Qwen2VLImageProcessor(**SETTINGS)
    levels = collections.Counter()
    files = equal = 0
    by_kind = collections.defaultdict(list)
    for kind, data in all_files():
        try:
            ours = pillow(shown(kind, data), return_tensors="np")
            theirs = torchvision(shown(kind, data), return_tensors="np")
        except Exception as error:
            by_kind[kind].append(f"{type(error).__name__}: {error}")
            continue
        assert (ours["image_grid_thw"] == theirs["image_grid_thw"]).all(), kind
        apart = np.abs(ours["pixel_values"].astype(int) - np.rint(theirs["pixel_values"]).astype(int))
        files, equal = files + 1, equal + int(apart.max() == 0)
        levels.update(dict(zip(*np.unique(apart, return_counts=True))))
        by_kind[kind].append(int(apart.max()))
    total = sum(levels.values())
    print(f"{files} files, {equal} equal in every pixel; numbers so many levels apart, in %:")
    print(", ".join(f"{int(level)}: {100 * count / total:.4f}" for level, count in sorted(levels.items())[:12]))
    for kind, worst in sorted(by_kind.items()):
        numbers = [w for w in worst if isinstance(w, int)]
        print(f"{kind}: {len(numbers)} files, at most {max(numbers, default='-')} apart",
              *{w for w in worst if isinstance(w, str)})


if __name__ == "__main__":
    main()
