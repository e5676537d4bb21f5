// Module versions: a module changes or joins at its height, and old blocks come to the same state under a later program.
import { describe, expect, it } from "vitest";
import { genesisSchemaOf, networkOf, parseGenesis } from "#src/machine/genesis.ts";
import type { ModuleDefinition } from "#src/machine/module.ts";
import { chainModules, ModuleVersions, planModule, withdrawModulePlan } from "#src/machine/versions.ts";
import { accounts } from "#src/modules/accounts/module.ts";
import { authority } from "#src/modules/authority/module.ts";
import { parameters } from "#src/modules/parameters/module.ts";
import { devnetGenesis } from "#src/node/devnet.ts";
import { envelopeOf } from "#tests/support/envelopes.ts";
import { createTestLedger, type TestLedger, testGenesisTimeMs } from "#tests/support/ledger.ts";
import { memoryState } from "#tests/support/memoryState.ts";
import { slots, workshop } from "#tests/support/workshop.ts";

const kernel = [authority, accounts, parameters];
const first = workshop({ version: 1 });
const second = workshop({ version: 2 });
const setSlot = { actor: "alice", type: "workshop/setSlot", content: { slot: "a", value: 10 } };

/** A ledger whose plans take effect after one block, and which notes the blocks it executes. */
function createChain(modules: readonly ModuleDefinition[], beginsWith: readonly ModuleDefinition[]) {
  const ledger = createTestLedger({
    modules: [...kernel, ...modules],
    beginsWith: [...kernel, ...beginsWith],
    genesis: (genesis) => {
      const overrides = [{ parameter: "parameters.moduleNoticeBlocks", value: 1n }];
      return { ...genesis, modules: { ...genesis.modules, parameters: { overrides } } };
    },
  });
  const blocks: (readonly Uint8Array[])[] = [];
  const digests: string[] = [];
  const codes: number[][] = [];
  const block = (...transactions: readonly Uint8Array[]) => {
    blocks.push(transactions);
    codes.push(ledger.executeBlock(transactions).results.map(({ code }) => code));
    digests.push(ledger.digest());
  };
  return { ledger, blocks, digests, codes, block };
}
const planned = (ledger: TestLedger, module: string, version: number, fromHeight?: number) =>
  envelopeOf(ledger, {
    messages: [
      {
        actor: "governor",
        type: "parameters/planModule",
        content: { module, version, ...(fromHeight === undefined ? {} : { fromHeight }) },
      },
    ],
  });
const activeOf = (ledger: TestLedger) => chainModules.get(ledger.state)?.active.find(({ name }) => name === "workshop");

describe("a later version of a module", () => {
  it("is in force from its height on, and not before", () => {
    const { ledger, block } = createChain([first, second], [first]);
    const sent = () => envelopeOf(ledger, { messages: [setSlot] });
    const written = () => slots.get(ledger.state, "a");
    block(planned(ledger, "workshop", 2, 4));
    block(sent());
    expect([written(), activeOf(ledger)]).toEqual([10, { name: "workshop", version: 1, sinceHeight: 0 }]);
    block(sent());
    expect(written()).toBe(10);
    block(sent());
    expect([written(), activeOf(ledger)]).toEqual([20, { name: "workshop", version: 2, sinceHeight: 4 }]);
  });

  it("decides transactions that were read before it came into force", () => {
    const { ledger, block } = createChain([first, second], [first]);
    block(planned(ledger, "workshop", 2, 2));
    const bytes = envelopeOf(ledger, { messages: [setSlot] });
    ledger.machine.check(ledger.machine.prepare(bytes));
    block(bytes);
    expect(slots.get(ledger.state, "a")).toBe(20);
  });

  it("that was planned in a dropped block is not in force", () => {
    const { ledger, block } = createChain([first, second], [first]);
    block(planned(ledger, "workshop", 2, 2));
    const input = { proposerAddress: new Uint8Array(20), misbehaviour: [], lastCommit: [], transactions: [] };
    ledger.machine.executeBlock({ ...input, height: 2, timeMs: ledger.state.timeMs + 5 });
    expect(ledger.machine.registry.modules.find(({ name }) => name === "workshop")?.version).toBe(2);
    ledger.machine.dropBlock();
    expect(ledger.machine.registry.modules.find(({ name }) => name === "workshop")?.version).toBe(1);
  });

  it("whose plan is withdrawn never comes into force", () => {
    const { ledger, block } = createChain([first, second], [first]);
    block(planned(ledger, "workshop", 2, 3));
    const cancel = { actor: "governor", type: "parameters/cancelModulePlan", content: { module: "workshop" } };
    block(envelopeOf(ledger, { messages: [cancel] }));
    block();
    block();
    expect(activeOf(ledger)?.version).toBe(1);
  });

  it("stops a node whose program does not have it, rather than letting it go its own way", () => {
    const { ledger, block } = createChain([first], [first]);
    block(planned(ledger, "workshop", 2, 2));
    expect(() => block()).toThrow("too old for the chain");
  });
});

describe("a module that joins", () => {
  const joining = workshop({ version: 1, join: "nothing" });

  it("makes its first state at its height, and takes messages from then on", () => {
    const { ledger, block, codes } = createChain([joining], []);
    block(planned(ledger, "workshop", 1, 3));
    block();
    expect([slots.has(ledger.state, "joined"), activeOf(ledger)]).toEqual([false, undefined]);
    const { blockEvents } = ledger.executeBlock([]);
    expect(blockEvents.map(({ type }) => type)).toEqual(["workshop/slotSet"]);
    expect([slots.get(ledger.state, "joined"), activeOf(ledger)?.sinceHeight]).toEqual([3, 3]);
    block(envelopeOf(ledger, { messages: [setSlot] }));
    expect(codes.at(-1)).toEqual([0]);
  });

  it.each(["refuse", "fail", "breach"] as const)("and goes wrong (%s) is stopped, and the chain goes on", (way) => {
    const { ledger, block, codes } = createChain([workshop({ join: way })], []);
    block(planned(ledger, "workshop", 1, 2));
    block();
    expect([slots.has(ledger.state, "joined"), ledger.faults.length]).toEqual([false, 1]);
    block(envelopeOf(ledger, { messages: [setSlot] }));
    expect(codes.at(-1)).toEqual([39]);
    expect(ledger.send("bob", "accounts/cancelRecovery", {}).refused).toBe("accounts/noRecovery");
  });
});

describe("old blocks", () => {
  it("come to the same states and results under the program that has the later versions", () => {
    const joined = workshop({ version: 1, join: "nothing" });
    const later = workshop({ version: 2, join: "nothing" });
    const chain = createChain([joined, later], []);
    const { ledger, block } = chain;
    block();
    block(planned(ledger, "workshop", 1, 4));
    block();
    block();
    for (let at = 0; at < 3; at += 1) block(envelopeOf(ledger, { messages: [setSlot] }));
    block(planned(ledger, "workshop", 2));
    for (let at = 0; at < 3; at += 1) block(envelopeOf(ledger, { messages: [setSlot] }));
    expect([slots.get(ledger.state, "a"), activeOf(ledger)?.version]).toEqual([20, 2]);

    const replayed = createChain([workshop({ version: 3, join: "nothing" }), later, joined], []);
    expect(replayed.ledger.network).toBe(ledger.network);
    for (const transactions of chain.blocks) replayed.block(...transactions);
    expect(replayed.codes).toEqual(chain.codes);
    expect(replayed.digests).toEqual(chain.digests);

    const tooOld = createChain([joined], []);
    for (const transactions of chain.blocks.slice(0, 7)) tooOld.block(...transactions);
    expect(tooOld.digests).toEqual(chain.digests.slice(0, 7));
  });

  it("belong to a network whose genesis file a later program reads alike", () => {
    const before = new ModuleVersions([...kernel, first]);
    const genesis = devnetGenesis(before.newest(), testGenesisTimeMs);
    const file = JSON.parse(JSON.stringify(genesisSchemaOf(before.newest()).encode(genesis as never)));
    const after = new ModuleVersions([...kernel, first, second, workshopNeighbour]);
    const read = parseGenesis(after, file);
    expect(networkOf(after.registryOf(read.moduleVersions), read)).toBe(networkOf(before.newest(), genesis));
  });
});

const workshopNeighbour = {
  ...workshop({ join: "nothing" }),
  name: "neighbour",
  tables: {},
  refusals: {},
  events: {},
  messages: {},
};

describe("the versions of a program", () => {
  it("are each given once", () => {
    expect(() => new ModuleVersions([first, workshop({ version: 1 })])).toThrow("workshop@1 is registered once");
  });

  it("begin a new network with the newest of each module, whatever their order", () => {
    for (const modules of [
      [first, second],
      [second, first],
    ]) {
      const registry = new ModuleVersions([...kernel, ...modules]).newest();
      expect(registry.modules.find(({ name }) => name === "workshop")?.version).toBe(2);
    }
  });

  it("share one registry for one set of modules", () => {
    const versions = new ModuleVersions([...kernel, first, second]);
    expect(versions.registryOf([...kernel, first])).toBe(versions.registryOf([first, ...kernel]));
    expect(versions.registryOf([...kernel, second])).toBe(versions.newest());
    expect([versions.has("workshop", 2), versions.has("workshop", 3)]).toEqual([true, false]);
  });
});

describe("a plan", () => {
  const begin = () => {
    const { journal } = memoryState();
    const versions = new ModuleVersions([...kernel, first, second]);
    versions.recordGenesis(journal, versions.registryOf([...kernel, first]));
    return { journal, versions };
  };

  it("replaces an earlier one for the same module, and leaves others alone", () => {
    const { journal } = begin();
    planModule(journal, { name: "workshop", version: 2, fromHeight: 9 });
    planModule(journal, { name: "energy", version: 1, fromHeight: 9 });
    planModule(journal, { name: "workshop", version: 2, fromHeight: 12 });
    expect(chainModules.get(journal)?.planned).toEqual([
      { name: "energy", version: 1, fromHeight: 9 },
      { name: "workshop", version: 2, fromHeight: 12 },
    ]);
    withdrawModulePlan(journal, "workshop");
    expect(chainModules.get(journal)?.planned.map(({ name }) => name)).toEqual(["energy"]);
  });

  it("for a height that was passed over comes into force with the next block", () => {
    const { journal, versions } = begin();
    planModule(journal, { name: "workshop", version: 2, fromHeight: 0 });
    expect(versions.activateDue(journal)).toEqual([]);
    expect(chainModules.get(journal)?.active.find(({ name }) => name === "workshop")).toEqual({
      name: "workshop",
      version: 2,
      sinceHeight: journal.height,
    });
    expect(versions.activateDue(journal)).toEqual([]);
  });
});
