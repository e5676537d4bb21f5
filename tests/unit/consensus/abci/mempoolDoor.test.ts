// The mempool's door: each signature is verified once between the door and the block, and what no block takes stays out.
import { beforeEach, describe, expect, it } from "vitest";
import { encodeBundle } from "#src/consensus/abci/bundle.ts";
import { BundleMemory } from "#src/consensus/abci/bundleMemory.ts";
import { MempoolDoor } from "#src/consensus/abci/mempoolDoor.ts";
import { verifyZip215 } from "#src/crypto/ed25519.ts";
import { requireSignatures } from "#src/machine/admission.ts";
import { nativeSha256 } from "#src/node/nativeCrypto.ts";
import type { OpenLedger } from "#src/node/openLedger.ts";
import { chainGenesisTimeMs, memoryLedger } from "#tests/support/chains.ts";
import { paymentOf } from "#tests/support/payments.ts";

let ledger: OpenLedger;
let door: MempoolDoor;
/** The envelopes whose signatures were verified, in order. */
let verified: string[];

const untilMs = chainGenesisTimeMs + 60_000;
const pay = (network = ledger.machine.network) => paymentOf(network, { from: "alice", to: "bob", amount: 1n }, untilMs);

beforeEach(async () => {
  ledger = await memoryLedger();
  verified = [];
  door = new MempoolDoor({
    machine: ledger.machine,
    memory: new BundleMemory(nativeSha256),
    requireSignatures: async (envelope) => {
      verified.push(envelope.idHex);
      requireSignatures(envelope, verifyZip215);
      envelope.signaturesAccepted = true;
    },
  });
});

describe("a signature", () => {
  it("is verified once, at the door or ahead of the block", async () => {
    const [seen, unseen] = [encodeBundle([pay(), pay()]), encodeBundle([pay()])];
    expect(await door.check(seen)).toMatchObject({ code: 0 });
    expect(verified).toHaveLength(2);
    await door.verifyAhead([seen, unseen]);
    await door.verifyAhead([seen, unseen]);
    expect(verified).toHaveLength(3);
    expect(await door.check(unseen)).toMatchObject({ code: 0 });
    expect(new Set(verified).size).toBe(3);
  });

  it("that is wrong ahead of a block is left to the block, and so is what is no bundle", async () => {
    const forged = pay();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const good = pay();
    await door.verifyAhead([encodeBundle([forged]), Uint8Array.of(0x80), encodeBundle([Uint8Array.of(9), good])]);
    expect(ledger.machine.prepare(forged).signaturesAccepted).toBe(false);
    expect(verified).toContain(ledger.machine.prepare(good).idHex);
  });
});

it("a bundle stays out with an envelope of another network among good ones", async () => {
  const reply = await door.check(encodeBundle([pay(), pay("other-0000000000000000")]));
  expect(reply.log).toBe("machine/wrongNetwork");
  expect(verified).toEqual([]);
});
