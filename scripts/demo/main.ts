// The demo: plays the ledger's story over HTTP against fresh nodes, and fails if any number is wrong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "#src/sdk/connect.ts";
import { Story } from "./account.ts";
import { Cast } from "./cast.ts";
import { Clock } from "./clock.ts";
import { metalChapters, playMetal } from "./metal/main.ts";
import { devnetWith, startDemoNode } from "./node.ts";
import { playPower, powerChapters } from "./power/main.ts";
import { startPowerNode } from "./power/node.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** A fresh devnet that runs already, of one node or of many, instead of one started for the demo. */
    url: { type: "string" },
  },
});
const { json: isQuiet, url } = values;
const story = new Story(isQuiet, url === undefined ? metalChapters + powerChapters : metalChapters);
const startedMs = performance.now();
const directory = mkdtempSync(join(tmpdir(), "kedge-demo-"));
try {
  story.say("Kedge: money anchored to audited metal, green power and compute.");
  story.say("Every line below came over HTTP; every check is the demo's own arithmetic.");
  let blocks = 0;
  if (url === undefined) {
    const first = await startDemoNode(join(directory, "metal"), devnetWith("kedge-demo"));
    blocks += await play(first, (cast) => playMetal(cast, story));
    blocks += await play(await startPowerNode(directory), (cast, clock) => playPower(cast, story, clock));
  } else {
    blocks += await play({ url, stop: async () => undefined }, (cast) => playMetal(cast, story));
    story.say("\nThe part about power and compute needs a node whose clock the demo may set, so it is left out.");
  }
  story.fact("height", blocks);
  story.fact("seconds", Math.round((performance.now() - startedMs) / 1_000));
  story.say(`\nAll ${story.facts.checks} checks hold, in ${story.facts.seconds} seconds and ${blocks} blocks.`);
  if (isQuiet) process.stdout.write(`${JSON.stringify(story.facts)}\n`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** Plays one part against one node, and answers how many blocks the node has then. */
async function play(
  node: { readonly url: string; stop(): Promise<void> },
  part: (cast: Cast, clock: Clock) => Promise<void>,
): Promise<number> {
  try {
    const clock = new Clock();
    const cast = new Cast(await connect(node.url, { now: clock.now }));
    story.say(`\nA fresh node serves at ${node.url}.`);
    await part(cast, clock);
    return (await cast.ledger.health()).height;
  } finally {
    await node.stop();
  }
}
