"""Throughput of DEAP's CMA-ES on Rastrigin in 20 dimensions, as one JSON line. See README.md beside this file."""

import argparse
import json
import os
import resource
from importlib import metadata

# Idle BLAS threads would count as processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy
from deap import algorithms, base, benchmarks, cma, creator, tools

SIZE = 20
SAMPLES = 400


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generations", type=int, default=250)
    arguments = parser.parse_args()
    numpy.random.seed(arguments.seed)

    creator.create("Fitness", base.Fitness, weights=(-1.0,))
    creator.create("Individual", list, fitness=creator.Fitness)
    strategy = cma.Strategy(centroid=[3.0] * SIZE, sigma=2.0, lambda_=SAMPLES)
    toolbox = base.Toolbox()
    toolbox.register("evaluate", benchmarks.rastrigin)
    toolbox.register("generate", strategy.generate, creator.Individual)
    toolbox.register("update", strategy.update)
    best = tools.HallOfFame(1)

    before = resource.getrusage(resource.RUSAGE_SELF)
    algorithms.eaGenerateUpdate(toolbox, ngen=arguments.generations, halloffame=best, verbose=False)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        json.dumps(
            {
                "evaluations": SAMPLES * arguments.generations,
                "cpuSeconds": cpu,
                "best": best[0].fitness.values[0],
                "deap": metadata.version("deap"),
                "numpy": numpy.__version__,
            }
        )
    )


if __name__ == "__main__":
    main()
