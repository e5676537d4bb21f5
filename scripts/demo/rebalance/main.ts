// The demo of one rebalance on one page: from indicator to coin, every number computed again, and verified at the end.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { devnetMonthAt, devnetMonthIndex, devnetStartMonth } from "#src/node/devnetPrices.ts";
import { connect } from "#src/sdk/connect.ts";
import { messages } from "#src/sdk/messages.ts";
import { nano, Story } from "../account.ts";
import { Cast } from "../cast.ts";
import { until } from "../clock.ts";
import { quote, quoteOnce } from "../feeders.ts";
import { issue } from "../metal/issue.ts";
import { startDemoNode } from "../node.ts";
import { showFigures, showRisk } from "./known.ts";
import { monthsBefore, policy, rebalanceGenesis } from "./setting.ts";
import { showCoin, showExecution, showProposal } from "./weights.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const story = new Story(values.json, 6);
const directory = mkdtempSync(join(tmpdir(), "kedge-rebalance-"));
const node = await startDemoNode(directory, rebalanceGenesis());
try {
  const cast = new Cast(await connect(node.url));
  story.say("Kedge: one rebalance, from indicator to coin.");
  story.say(
    `${monthsBefore} months of real prices; figures that nobody reports are made up here, and say so on the ledger.`,
  );
  // Money first, quietly: alice and bob hand in metal and receive KDG.
  await issue(cast, new Story(true, 4));

  story.chapter("What is known");
  const figures = await showFigures(cast, story);
  const risk = await showRisk(cast, story);

  story.chapter("What the issuer decides");
  const { answer } = await cast.send("issuer", messages.weights.setPolicy(policy));
  story.say(
    `    policy ${answer.number}: bases 50/50, each 20 to 80 %, a step of 10 % at most, tilt by criticality 1.0, by demand 0.5`,
  );

  story.chapter("What the rule finds, announced with notice");
  const prices = devnetMonthAt(devnetMonthIndex(devnetStartMonth)).priceNano;
  await until("a rebalance is announced", async () => (await cast.ledger.query("weights/standing", {})).live === 1);
  const rebalanceNow = () => cast.ledger.query("weights/rebalance", { number: 1 });
  const announced = await rebalanceNow();
  const coinBefore = await cast.ledger.query("basket/current", {});
  showProposal(story, announced, { figures, risk, policy });

  story.chapter("Executed when the notice is over and every price is sound");
  await quoteOnce(cast, { ...prices, CU: (prices.CU * 14n) / 10n });
  await until("it is held back", async () => (await rebalanceNow()).obstacle !== undefined);
  const { state, obstacle } = await rebalanceNow();
  story.check(
    `copper quoted 40 % higher is a jump that nobody confirmed: it is put off (${obstacle?.why} of ${obstacle?.component})`,
    state === "announced" && obstacle?.why === "priceUnsound" && obstacle.component === "CU",
  );
  await quote(cast, prices);
  await until("it is executed", async () => (await rebalanceNow()).state === "executed");
  const record = await cast.ledger.query("basket/reweighting", { number: 1 });
  showExecution(story, announced, record);

  story.chapter("The coin");
  await showCoin(cast, story, coinBefore, record);

  story.chapter("Anybody can verify it");
  const command = ["verify", "rebalance", "1", "--url", node.url, "--genesis", join(directory, "genesis.json")];
  const output = execFileSync(process.execPath, ["--import", "tsx", "src/cli/main.ts", ...command], {
    encoding: "utf8",
  });
  story.say("    $ npx kedge verify rebalance 1 --genesis genesis.json");
  for (const line of output.trimEnd().split("\n")) story.say(`    ${line}`);
  story.check("the verification holds", output.includes("to the last byte") && !output.includes("WRONG"));
  story.fact("referenceNano", record.valueNano);
  story.say(`\nAll ${story.facts.checks} checks hold: one KDG is worth ${nano(perKdg(record))} before and after.`);
  if (values.json) process.stdout.write(`${JSON.stringify(story.facts)}\n`);
} finally {
  await node.stop();
  rmSync(directory, { recursive: true, force: true });
}

function perKdg({ valueNano, basketKdg }: { readonly valueNano: string; readonly basketKdg: string }): bigint {
  return BigInt(valueNano) / BigInt(basketKdg);
}
