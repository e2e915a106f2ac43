/** What is asked for a child: the programs it comes from first, the task last. */
export const childTemplate = `
{programs}

{cases}

{contrasts}

{best}

{inspirations}

{faults}

{lessons}

# Your task

{task}

{turn}
`;

/** Others to take ideas from. */
export const inspirationsTemplate = `
# Programs from elsewhere in the population, for ideas

{programs}
`;

/** What went wrong of late. */
export const faultsTemplate = `
# How other programs failed of late

{faults}
`;

/** What was learnt. */
export const lessonsTemplate = `
# Lessons of the search so far

{lessons}
`;

/** Where many are asked the same, each is to go another way; and no two requests are equal. */
export const turnTemplate = `
You are writer {writer} of generation {generation}, try {place}; others are asked much the same at this moment, so take a way of your own.
`;

/** A second try: what was asked, what was replied, and what is wrong with that. */
export const againTemplate = `
{prompt}

# Your first reply

{reply}

# What is wrong with it

{fault}

Do the task again, with that put right, in a whole new reply that is read by itself: nothing of the first one is kept.
`;
