"""Networks that steer carts, with numpy or torch, as one JSON line. See README.md beside this file."""

import argparse
import json
import os
import resource
import time

# One thread: idle threads of BLAS and OpenMP would count as processor time.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

SIZES = [4, 32, 32, 2]
SCALES = [1 / 2.4, 0.5, 1 / np.radians(12), 0.5]


def layers_of(random, networks):
    """Weights [networks, inputs, units] and biases [networks, 1, units], uniform in -0.5 to 0.5."""
    return [
        (
            random.uniform(-0.5, 0.5, (networks, below, units)).astype(np.float32),
            random.uniform(-0.5, 0.5, (networks, 1, units)).astype(np.float32),
        )
        for below, units in zip(SIZES, SIZES[1:])
    ]


def numpy_forward(layers):
    def forward(values):
        for i, (weights, biases) in enumerate(layers):
            values = np.matmul(values, weights)
            values += biases
            if i < len(layers) - 1:
                np.tanh(values, out=values)
        return values

    return forward


def torch_forward(layers):
    import torch

    torch.set_num_threads(1)
    tensors = [(torch.from_numpy(weights), torch.from_numpy(biases)) for weights, biases in layers]

    def forward(observations):
        with torch.no_grad():
            values = torch.from_numpy(observations)
            for i, (weights, biases) in enumerate(tensors):
                values = torch.baddbmm(biases, values, weights)
                if i < len(tensors) - 1:
                    values.tanh_()
            return values.numpy()

    return forward


def roll_out(forward, starts, steps):
    """The world of cart-pole in the precision of the starts; episodes that end begin anew. How many ended."""
    of = starts.dtype.type  # constants of the same type, so that single precision stays single
    x, x_dot, theta, theta_dot = (starts[..., i].copy() for i in range(4))
    taken = np.zeros(x.shape, dtype=np.int32)
    observations = np.empty(starts.shape, dtype=np.float32)
    ended = 0
    for _ in range(steps):
        for i, values in enumerate((x, x_dot, theta, theta_dot)):
            np.multiply(values, of(SCALES[i]), out=observations[..., i], casting="same_kind")
        outputs = forward(observations)
        force = np.where(outputs[..., 1] > outputs[..., 0], of(10), of(-10))
        cos, sin = np.cos(theta), np.sin(theta)
        drive = (force + of(0.05) * theta_dot * theta_dot * sin) * of(1 / 1.1)
        inertia = of(2 / 3) - of(0.05 / 1.1) * cos * cos
        theta_acc = (of(9.8) * sin - cos * drive) / inertia
        x_acc = drive - of(0.05 / 1.1) * theta_acc * cos
        x += of(0.02) * x_dot
        x_dot += of(0.02) * x_acc
        theta += of(0.02) * theta_dot
        theta_dot += of(0.02) * theta_acc
        taken += 1
        over = (np.abs(x) > 2.4) | (np.abs(theta) > np.radians(12)) | (taken >= 500)
        places = np.nonzero(over)
        if len(places[0]) > 0:
            ended += len(places[0])
            taken[places] = 0
            for i, values in enumerate((x, x_dot, theta, theta_dot)):
                values[places] = starts[places][:, i]
    return ended


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def run(peer, networks, episodes, steps, passes, chunk, world):
    random = np.random.default_rng(1)
    forwards = {"numpy": numpy_forward, "torch": torch_forward}
    layers = layers_of(random, networks)
    starts = random.uniform(-0.05, 0.05, (networks, episodes, 4)).astype(world)
    parts = [slice(at, at + chunk) for at in range(0, networks, chunk)]
    policies = [forwards[peer]([(w[part], b[part]) for w, b in layers]) for part in parts]
    roll_out(policies[0], starts[parts[0]], 2)
    cpu, start = cpu_seconds(), time.perf_counter()
    for _ in range(passes):
        ended = sum(roll_out(policy, starts[part], steps) for policy, part in zip(policies, parts))
    return {
        "engine": peer,
        "ended": ended,
        "steps": networks * episodes * steps * passes,
        "seconds": round(time.perf_counter() - start, 4),
        "cpuSeconds": round(cpu_seconds() - cpu, 4),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", choices=["numpy", "torch"], default="numpy")
    parser.add_argument("--networks", type=int, default=1024)
    parser.add_argument("--episodes", type=int, default=1)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--passes", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=1024)
    parser.add_argument("--world", choices=["float64", "float32"], default="float64")
    options = parser.parse_args()
    print(json.dumps(run(**vars(options))))
