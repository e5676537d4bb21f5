// The demo: plays the ledger's story over HTTP against a fresh node, and fails if any number is wrong.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "#src/sdk/connect.ts";
import { Story } from "./account.ts";
import { Cast } from "./cast.ts";
import { startDemoNode } from "./node.ts";
import { issue } from "./story/issue.ts";
import { payAndSettle } from "./story/pay.ts";
import { playWorstQuarter } from "./story/prices.ts";
import { prove } from "./story/prove.ts";
import { withdrawAndRecover } from "./story/withdraw.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** A fresh devnet that runs already, of one node or of many, instead of one started for the demo. */
    url: { type: "string" },
  },
});
const story = new Story(values.json);
const startedMs = performance.now();
const node = values.url === undefined ? await startOwnNode() : { url: values.url, stop: async () => undefined };
try {
  const cast = new Cast(await connect(node.url));
  story.say("Kedge: money anchored to audited metal, from the vault to a final payment and back.");
  story.say(
    `A fresh node serves at ${node.url}. Every line below came over HTTP; every check is the demo's own arithmetic.`,
  );
  await issue(cast, story);
  await payAndSettle(cast, story);
  await playWorstQuarter(cast, story);
  await withdrawAndRecover(cast, story);
  await prove(cast, story);
  const { height } = await cast.ledger.health();
  story.fact("height", height);
  story.fact("seconds", Math.round((performance.now() - startedMs) / 1_000));
  story.say(`\nAll ${story.facts.checks} checks hold, in ${story.facts.seconds} seconds and ${height} blocks.`);
  if (values.json) process.stdout.write(`${JSON.stringify(story.facts)}\n`);
} finally {
  await node.stop();
}

/** A node in a folder that is gone after the demo. */
async function startOwnNode() {
  const directory = mkdtempSync(join(tmpdir(), "kedge-demo-"));
  const { url, stop } = await startDemoNode(directory);
  return {
    url,
    async stop() {
      await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
