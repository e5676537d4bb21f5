// CometBFT's genesis document: the network that our own genesis describes, written the same by every node.
import { base64 } from "@scure/base";
import { expect, it } from "vitest";
import { validatorAddress } from "#src/comet/validators.ts";
import { cometGenesis } from "#src/consensus/abci/cometGenesis.ts";
import { limits } from "#src/core/limits.ts";
import { bytesToHex } from "#src/crypto/hex.ts";

it("names the chain, its beginning, its validators and the bounds that headers commit to", () => {
  const publicKey = new Uint8Array(32).fill(5);
  const validators = [{ name: "validator-1", publicKey, power: 10n }];
  const text = cometGenesis("net-0123456789abcdef", { timeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6), validators });
  const document = JSON.parse(text);
  expect(document).toMatchObject({
    genesis_time: "2026-01-02T03:04:05.006Z",
    chain_id: "net-0123456789abcdef",
    initial_height: "1",
    app_hash: "",
    validators: [
      {
        address: bytesToHex(validatorAddress(publicKey)).toUpperCase(),
        pub_key: { type: "tendermint/PubKeyEd25519", value: base64.encode(publicKey) },
        power: "10",
        name: "validator-1",
      },
    ],
  });
  const { block, evidence, version, abci } = document.consensus_params;
  expect(block).toEqual({ max_bytes: String(limits.blockBytesMax), max_gas: String(limits.blockWorkMax) });
  // CometBFT refuses a genesis that allows more evidence than a block holds.
  expect(Number(evidence.max_bytes)).toBeLessThanOrEqual(limits.blockBytesMax);
  expect(version).toEqual({ app: "1" });
  expect(abci).toEqual({ vote_extensions_enable_height: "0" });
});
