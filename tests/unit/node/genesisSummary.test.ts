// Genesis files made, read and begun.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import { makeGenesisText, parseNetwork, readGenesisJson, summariseGenesis } from "#src/node/genesisSummary.ts";
import { openLedger } from "#src/node/openLedger.ts";
import { OperatorMistake } from "#src/node/operatorMistake.ts";
import { hashOfText } from "#tests/support/cometBlocks.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const timeMs = Date.UTC(2026, 0, 1);
const text = makeGenesisText({ name: "lab", timeMs, validators: [] });

it("summarises a file with the network and the root with which a node begins", async () => {
  const path = join(folder.path, "genesis.json");
  writeFileSync(path, text);
  const { network, root, genesis } = await summariseGenesis(readGenesisJson(path));
  expect(genesis).toMatchObject({ name: "lab", devnet: true, timeMs });
  const place = { data: join(folder.path, "data"), genesis: path };
  const { machine, store } = await openLedger(place, { onFault: () => undefined, nowMs: () => 0 });
  expect([machine.network, Buffer.from(store.head?.root ?? []).toString("hex")]).toEqual([network, root]);
  await store.close();
});

it("takes the validators that are named", () => {
  const validator = { name: "north", publicKey: hashOfText("north"), power: 3n };
  const made = makeGenesisText({ timeMs, validators: [validator] });
  expect(parseNetwork(JSON.parse(made)).genesis.validators).toEqual([validator]);
});

it("refuses a file that is not JSON, one that does not fit its schema, and one whose parts contradict each other", async () => {
  const path = join(folder.path, "torn.json");
  writeFileSync(path, text.slice(0, 100));
  expect(() => readGenesisJson(path)).toThrow(OperatorMistake);
  expect(() => parseNetwork({ ...JSON.parse(text), numeraire: "dollars" })).toThrow(z.ZodError);
  const twice = { ...JSON.parse(text), validators: [JSON.parse(text).validators[0], JSON.parse(text).validators[0]] };
  await expect(summariseGenesis(twice)).rejects.toThrow(/no ledger can begin so/);
});
