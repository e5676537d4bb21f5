// The demo of corridors: money across borders over HTTP, from quotes and gridlock to breakers and statements, every number checked.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "#src/sdk/connect.ts";
import { messages } from "#src/sdk/messages.ts";
import { Story } from "../account.ts";
import { Cast } from "../cast.ts";
import { issue } from "../metal/issue.ts";
import { devnetWith, startDemoNode } from "../node.ts";
import { executeQuotes, publishRates, showExpired, takeAndForget } from "./exchange.ts";
import { showFirewalls, showKillSwitch } from "./firewalls.ts";
import { showGridlock, showQueues } from "./gridlock.ts";
import { showBefore, showConservation, sumsOfAll } from "./holdings.ts";
import { showLadder } from "./ladder.ts";
import { showNetSettled, takeNetPayments } from "./netWindow.ts";
import { showPayments, showVoid } from "./paymentLife.ts";
import { showPoolDraw } from "./reservePool.ts";
import { Issued, newBank, openBorders, shown } from "./setting.ts";
import { showShares } from "./shares.ts";
import { openingNow, showMessages, showStatements } from "./statements.ts";
import { showSwapLine } from "./swapLine.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    /** A fresh devnet that runs already, of one node or of many, instead of one started for the demo. */
    url: { type: "string" },
  },
});
const chapters = 15;
/** Quotes between banks bind for 45 seconds on a devnet; on the demo's own node nobody waits that long for one to expire. */
const overrides = [{ parameter: "fx.wholesaleMs", value: 15_000n }];
const story = new Story(values.json, chapters);
const startedMs = performance.now();
const directory = mkdtempSync(join(tmpdir(), "kedge-corridors-"));
const node =
  values.url === undefined
    ? await startDemoNode(
        directory,
        devnetWith("kedge-corridors", () => ({ parameters: { overrides } })),
      )
    : { url: values.url, stop: async () => undefined };
try {
  const cast = new Cast(await connect(node.url));
  story.say("Kedge: three corridors, a dozen banks, and money that crosses borders.");
  story.say("Every line below came over HTTP; every check is the demo's own arithmetic.");
  await play(cast);
  const { height } = await cast.ledger.health();
  story.fact("height", height);
  story.fact("seconds", Math.round((performance.now() - startedMs) / 1_000));
  story.say(`\nAll ${story.facts.checks} checks hold, in ${story.facts.seconds} seconds and ${height} blocks.`);
  if (values.json) process.stdout.write(`${JSON.stringify(story.facts)}\n`);
} finally {
  await node.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function play(cast: Cast): Promise<void> {
  // KDG first, quietly: alice hands metal in, and pays some of what she receives to the bank that deals in it.
  await issue(cast, new Story(true, 4));
  const kdg = { currency: "KDG", to: cast.account("kdg-bank"), amount: 40_000_000_000n } as const;
  await cast.send("alice", messages.settlement.pay(kdg));
  const issued = new Issued(cast);

  await openBorders(cast, story);
  const before = await sumsOfAll(cast);
  showBefore(story, before);
  const opening = await openingNow(cast);
  await publishRates(cast, story, issued);
  await executeQuotes(cast, story);
  const forgotten = await takeAndForget(cast, story);

  await showQueues(cast, story, issued);
  const legs = await showGridlock(cast, story, issued);

  const line = await showSwapLine(cast, story, issued);
  await showLadder(cast, story, line);
  const unanswered = await showPayments(cast, story);
  const netted = await takeNetPayments(cast, story, issued);
  await showPoolDraw(cast, story, issued);
  await showNetSettled(cast, story, netted);
  await showVoid(cast, story, unanswered);

  const refused = await showFirewalls(cast, story);
  await showKillSwitch(cast, story);
  await showExpired(cast, story, forgotten);
  await payFromNewBank(cast);

  const events = await showStatements(cast, story, opening);
  await showShares(cast, story, events);
  const leg = legs.find(({ from, currency }) => from === "thb-bank" && currency === "CNY");
  if (leg === undefined) throw new Error("wrong: there is no such leg");
  await showMessages(cast, story, leg, refused);
  await showConservation(cast, story, before, issued);
}

/** The bank that opened its account earlier pays abroad like any other. */
async function payFromNewBank(cast: Cast): Promise<void> {
  const amount = 1_000_000n;
  await cast.send(
    "cny-bank",
    messages.settlement.pay({ currency: "CNY", to: cast.account(newBank), amount: 2n * amount }),
  );
  const terms = { corridor: "silk-road", kind: "interbank", purpose: "TREA", currency: "CNY" } as const;
  await cast.send(newBank, messages.corridors.sendPayment({ ...terms, to: cast.account("rub-bank"), amount }));
  story.checkEqual(
    `${newBank}, opened and admitted before, pays ${shown(amount, "CNY")} abroad and keeps, in fen,`,
    await cast.balance(newBank, "CNY"),
    amount - 100n,
  );
}
