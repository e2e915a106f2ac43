/** What is asked for lessons: a scratchpad that all later requests show (Shinka's meta-summary). */
export const lessonsTemplate = `
# The best programs after {evaluations} evaluations

{programs}

{cases}

# What the ways to make a child have brought

{operators}

{faults}

{lessons}

# Your task

Write at most five recommendations to those who will write the next programs, the most useful first: which ideas work and why, which were tried and do not pay, where programs still lose on their worst cases, and what nobody has tried. Be concrete enough to act on, in one or two sentences each. Keep what is still true of the lessons so far, in better words where you have them, and drop the rest.
`;
