// A council changes a rule over HTTP: proposed, voted, announced, and in force at its height and not a block before.
import { afterAll, beforeAll, expect, test } from "vitest";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { governance } from "#src/modules/governance/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { settlement } from "#src/modules/settlement/module.ts";
import { messages } from "#src/sdk/messages.ts";
import { devnet } from "#tests/support/payments.ts";
import { type SdkLedger, startSdkLedger } from "#tests/support/sdkLedger.ts";

const parameter = "settlement.lockMsMax";
const hourMs = 3_600_000;
const council = "applications";

let network: SdkLedger;
beforeAll(async () => {
  network = await startSdkLedger({ modules: [accounts, authority, parameters, governance, settlement] });
});
afterAll(() => network.close());

const height = async () => (await network.ledger.health()).height;
/** Alice locks money for two hours: longer than the new rule lets her. */
async function lockForTwoHours() {
  const expiresMs = network.api.service.head().timeMs + 2 * hourMs;
  const lock = { currency: "CNY", to: devnet.account("bob"), amount: 1n, expiresMs };
  return await network.wallet("alice").send(messages.settlement.lockFunds(lock));
}

test("the banks vote that locks last an hour, and from the announced height on they do", async () => {
  expect(await network.ledger.query("parameters/parameter", { parameter })).toMatchObject({
    setting: { owner: `council:${council}` },
  });
  const change = messages.parameters.proposeChange({ parameter, value: BigInt(hourMs) });
  await expect(network.wallet("governor").send(change)).rejects.toMatchObject({ code: "parameters/ownedByCouncil" });

  const proposing = { council, purpose: "shorter locks", changes: [{ parameter, value: BigInt(hourMs) }] };
  const opened = await network.wallet("kzt-issuer").send(messages.governance.proposeChanges(proposing));
  const { proposal } = opened.answer;
  const approve = messages.governance.castVote({ proposal, choice: "approve" });
  expect((await network.wallet("participant-bank").send(approve)).answer).toEqual({ state: "open" });
  expect((await network.wallet("cny-issuer").send(approve)).answer).toEqual({ state: "passed" });

  const { items } = await network.ledger.query("parameters/pendingChanges", {});
  expect(items).toMatchObject([
    { parameter, next: { value: `${hourMs}`, by: { kind: "proposal", council, proposal } } },
  ]);
  const fromHeight = items[0]?.next.fromHeight ?? 0;
  while ((await height()) < fromHeight - 1) await lockForTwoHours();
  await expect(lockForTwoHours()).rejects.toMatchObject({ code: "settlement/expiryTooLate" });
  expect(await height()).toBe(fromHeight);
  expect(await network.ledger.query("parameters/pendingChanges", {})).toEqual({ items: [] });
});
