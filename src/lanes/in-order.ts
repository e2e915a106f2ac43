/** The results in the order of the inputs, with this many under way. */
export async function* inOrder<Input, Result>(
  inputs: readonly Input[],
  width: number,
  run: (input: Input) => Promise<Result>,
): AsyncGenerator<Result, void> {
  const flying: Promise<Result>[] = [];
  let next = 0;
  const launch = (): void => {
    for (; next < inputs.length && flying.length < width; next++) {
      const one = run(inputs[next]!);
      // A failure is thrown where its turn comes; until then it must not count as unhandled.
      one.catch(() => {});
      flying.push(one);
    }
  };
  for (launch(); flying.length > 0;) {
    const result = await flying.shift()!;
    launch();
    yield result;
  }
}
