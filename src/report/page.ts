import { createHash } from "node:crypto";
import { markup, type Markup } from "./markup.ts";
import { style } from "./style.ts";

/** A part of a page, that its list of contents leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** What stands above and below the sections. */
export interface PageFrame {
  readonly title: string;
  readonly head: Markup;
  readonly foot: Markup;
}

/**
 * A whole page that needs nothing but itself: no script, no network, not even a style but the one that is named by its
 * hash. Whatever a text in it says, a browser that keeps to the policy runs nothing and asks nobody.
 */
export function htmlPage({ title, head, foot }: PageFrame, sections: readonly Section[]): string {
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const contents = sections.map((section) => markup`<li><a href="#${section.id}">${section.title}</a></li>`);
  const parts = sections.map(
    ({ id, title: heading, body }) =>
      markup`<section id="${id}">
        <h2>${heading}</h2>
        ${body}
      </section> `,
  );
  const sheet: Markup = { markup: style };
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="Lamarck" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>${sheet}</style>
      </head>
      <body>
        <header>${head}</header>
        <nav aria-label="Contents">
          <ul>
            ${contents}
          </ul>
        </nav>
        <main>${parts}</main>
        <footer>${foot}</footer>
      </body>
    </html> `.markup;
}
