"""Throughput of DEAP's automatic epsilon lexicase selection, as one JSON line. See README.md beside this file."""

import argparse
import json
import os
import random
import time
from importlib import metadata

# DEAP loads numpy, whose idle BLAS threads would count as processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from deap import base, creator, tools

INDIVIDUALS = 500
CASES = 100

creator.create("Errors", base.Fitness, weights=(-1.0,) * CASES)
creator.create("Individual", list, fitness=creator.Errors)


def individual_with_errors():
    individual = creator.Individual()
    individual.fitness.values = [random.random() for _ in range(CASES)]
    return individual


def run(seed, selections):
    random.seed(seed)
    population = [individual_with_errors() for _ in range(INDIVIDUALS)]
    cpu, start = time.process_time(), time.perf_counter()
    chosen = tools.selAutomaticEpsilonLexicase(population, selections)
    seconds = time.perf_counter() - start
    cpu = time.process_time() - cpu
    assert len(chosen) == selections
    return {
        "peer": "deap",
        "version": metadata.version("deap"),
        "seed": seed,
        "individuals": INDIVIDUALS,
        "cases": CASES,
        "selections": selections,
        "seconds": round(seconds, 4),
        "cpuSeconds": round(cpu, 4),
        "selectionsPerSecond": round(selections / seconds, 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--selections", type=int, default=500)
    options = parser.parse_args()
    print(json.dumps(run(options.seed, options.selections)))
