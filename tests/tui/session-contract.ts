import assert from "node:assert/strict";
import type { Session } from "../../src/tui/session.ts";

/** What every session keeps, live or of a run that nobody runs. Takes a session of its own and closes it. */
export async function checkSession(session: Session): Promise<void> {
  let heard = 0;
  const unlisten = session.onChange(() => void (heard += 1));
  const model = session.model();
  assert.equal(typeof model.view.facts.id, "string", "a model names its run");
  await assert.rejects(session.send(["no-such-command"]), /./u, "an unknown command is refused in words");
  if (model.link.state === "live") {
    assert.match(await session.send(["note", "a note"]), /./u, "a command that is obeyed is answered in words");
  } else await assert.rejects(session.send(["pause"]), /./u, "where nobody runs the campaign, nothing can be sent");
  unlisten();
  const before = heard;
  session.close();
  session.close();
  assert.equal(heard, before, "whoever stopped listening hears no more");
  await assert.rejects(session.send(["pause"]), /./u, "a closed session sends nothing");
  assert.equal(session.model().view.facts.id, model.view.facts.id, "the last model stays readable");
}
