"""Throughput of DEAP on Koza's quartic, as one JSON line. See README.md beside this file."""

import argparse
import json
import math
import multiprocessing
import operator
import os
import random
import resource
import time
from importlib import metadata

# DEAP loads numpy, whose idle BLAS threads would count as processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from deap import algorithms, base, creator, gp, tools

POPULATION = 300
CROSSOVER = 0.5
MUTATION = 0.1
TOURNAMENT = 3
HEIGHT_MAX = 17
POINTS = [-1 + 2 * i / 19 for i in range(20)]
TARGETS = [x**4 + x**3 + x**2 + x for x in POINTS]


def protected_div(left, right):
    return left / right if right != 0 else 1.0


def constant():
    return random.randint(-1, 1)


def primitives():
    pset = gp.PrimitiveSet("MAIN", 1)
    for function, arity in [
        (operator.add, 2),
        (operator.sub, 2),
        (operator.mul, 2),
        (protected_div, 2),
        (operator.neg, 1),
        (math.cos, 1),
        (math.sin, 1),
    ]:
        pset.addPrimitive(function, arity)
    pset.addEphemeralConstant("constant", constant)
    pset.renameArguments(ARG0="x")
    return pset


# At module level, so that worker processes can unpickle individuals.
PSET = primitives()
creator.create("Error", base.Fitness, weights=(-1.0,))
creator.create("Program", gp.PrimitiveTree, fitness=creator.Error)


def mean_squared_error(program):
    function = gp.compile(program, PSET)
    try:
        error = sum((function(x) - y) ** 2 for x, y in zip(POINTS, TARGETS)) / len(POINTS)
    except (OverflowError, ValueError):  # a square too large, the sine of infinity
        return (math.inf,)
    return (error if error == error else math.inf,)


def evolution():
    toolbox = base.Toolbox()
    toolbox.register("tree", gp.genHalfAndHalf, pset=PSET, min_=1, max_=2)
    toolbox.register("individual", tools.initIterate, creator.Program, toolbox.tree)
    toolbox.register("population", tools.initRepeat, list, toolbox.individual)
    toolbox.register("evaluate", mean_squared_error)
    toolbox.register("select", tools.selTournament, tournsize=TOURNAMENT)
    toolbox.register("mate", gp.cxOnePoint)
    toolbox.register("subtree", gp.genFull, min_=0, max_=2)
    toolbox.register("mutate", gp.mutUniform, expr=toolbox.subtree, pset=PSET)
    limit = gp.staticLimit(key=operator.attrgetter("height"), max_value=HEIGHT_MAX)
    toolbox.decorate("mate", limit)
    toolbox.decorate("mutate", limit)
    return toolbox


def cpu_seconds():
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def run(seed, generations, processes):
    random.seed(seed)
    toolbox = evolution()
    best = tools.HallOfFame(1)
    cpu, start = cpu_seconds(), time.perf_counter()
    pool = multiprocessing.Pool(processes) if processes > 1 else None
    if pool:
        # Four pieces a process, so that the pool sends batches and not single programs.
        chunk = max(1, POPULATION // (4 * processes))
        toolbox.register("map", pool.map, chunksize=chunk)
    population = toolbox.population(n=POPULATION)
    _, log = algorithms.eaSimple(
        population, toolbox, CROSSOVER, MUTATION, generations, halloffame=best, verbose=False
    )
    seconds = time.perf_counter() - start
    if pool:
        pool.close()
        pool.join()  # the processor time of children counts once they have ended
    evaluations = sum(log.select("nevals"))
    return {
        "peer": "deap",
        "version": metadata.version("deap"),
        "seed": seed,
        "processes": processes,
        "generations": generations,
        "evaluations": evaluations,
        "births": POPULATION * (generations + 1),
        "seconds": round(seconds, 4),
        "cpuSeconds": round(cpu_seconds() - cpu, 4),
        "evaluationsPerSecond": round(evaluations / seconds, 1),
        "birthsPerSecond": round(POPULATION * (generations + 1) / seconds, 1),
        "best": best[0].fitness.values[0],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--generations", type=int, default=40)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(run(options.seed, options.generations, options.processes)))
